#pragma once
#include <errno.h>
#include <libpq-fe.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

// Glibc's Swift overlay lacks epoll and eventfd.

static inline int cpostgres_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cpostgres_epoll_control(int poll, int operation, int fd, uint64_t id, uint32_t events) {
  struct epoll_event event = {.events = events, .data = {.u64 = id}};
  return epoll_ctl(poll, operation, fd, &event);
}

static inline int cpostgres_epoll_add(int poll, int fd, uint64_t id, uint32_t events) {
  return cpostgres_epoll_control(poll, EPOLL_CTL_ADD, fd, id, events);
}

static inline int cpostgres_epoll_modify(int poll, int fd, uint64_t id, uint32_t events) {
  return cpostgres_epoll_control(poll, EPOLL_CTL_MOD, fd, id, events);
}

static inline int cpostgres_epoll_remove(int poll, int fd) {
  return cpostgres_epoll_control(poll, EPOLL_CTL_DEL, fd, 0, 0);
}

// Fills `ids` with the ids of the descriptors that have something to say; at most 64 at a time.
static inline int cpostgres_epoll_wait(int poll, uint64_t *ids, int capacity, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(poll, events, capacity < 64 ? capacity : 64, milliseconds);
  for (int i = 0; i < count; i++) ids[i] = events[i].data.u64;
  return count;
}

static inline int cpostgres_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline void cpostgres_eventfd_raise(int fd) {
  uint64_t one = 1;
  while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {}
}

static inline void cpostgres_eventfd_clear(int fd) {
  uint64_t count;
  while (read(fd, &count, sizeof count) < 0 && errno == EINTR) {}
}

static const uint32_t cpostgres_readable = EPOLLIN | EPOLLRDHUP;
static const uint32_t cpostgres_writable = EPOLLOUT;
