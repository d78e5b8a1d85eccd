// Finds `data-behaviour` and gives each element to the module of that name: behaviours/<name>.js, default export.
// A page that never mentions a behaviour never loads it.

const started = new WeakMap();

function start(element) {
  const done = started.get(element) ?? new Set();
  started.set(element, done);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (done.has(name)) continue;
    done.add(name);
    import(`./behaviours/${name}.js`).then((module) => module.default(element));
  }
}

function scan(root) {
  if (root.dataset?.behaviour) start(root);
  root.querySelectorAll?.("[data-behaviour]").forEach(start);
}

scan(document.body);

// Fragments that arrive later are dressed the same way.
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(scan);
}).observe(document.body, { childList: true, subtree: true });
