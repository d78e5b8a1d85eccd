// Folds the rail to its icons; a cookie lets the server draw the next page the same way.

export default function rail(button) {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-expanded", String(root.dataset.rail !== "collapsed"));

  button.addEventListener("click", () => {
    const collapsed = root.dataset.rail !== "collapsed";
    if (collapsed) root.dataset.rail = "collapsed";
    else delete root.dataset.rail;
    document.cookie = `rail=${collapsed ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
    show();
  });
  show();
}
