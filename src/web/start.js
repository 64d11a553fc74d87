// Starts the browser's program, each part for itself: what throws stays the plain page that it was. When the program has panicked, or
// throws later, the whole document is given back to the browser. The build puts this after the script that wasm-bindgen writes; in a
// build without that, it stands in the document.
const startProgram = async (app, wasm) => {
  const root = document.documentElement, parts = [];
  const under = () => (parts.unshift(new AbortController()), app.under(parts[0].signal));
  const isOurs = (error) => /wasm/.test(error?.stack);
  const giveBack = (error) => {
    if (error) console.error(error);
    parts.forEach((part) => part.abort());
    if (root.hasAttribute('data-covered')) return location.reload();
    root.removeAttribute('data-hydrated');
    document.querySelectorAll('[aria-busy]').forEach((button) => ['aria-busy', 'aria-disabled'].forEach((name) => button.removeAttribute(name)));
    document.querySelectorAll('[data-active]').forEach((line) => line.removeAttribute('data-active'));
    document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
    document.querySelectorAll('.draft, .draft-note, .banner').forEach((part) => part.remove());
    document.querySelectorAll('.password input').forEach((input) => (input.type = 'password'));
  };
  const attempt = (start) => {
    try {
      under();
      start();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      parts[0].abort();
      console.error(error);
    }
  };
  try {
    await app.default({ module_or_path: wasm });
    app.hydrate();
    for (let part = 0; part < app.parts(); part += 1) attempt(() => app.start(part));
    // The guard stands first in the document and looks at the forms, so it comes last.
    for (const island of [...document.querySelectorAll('leptos-island')].reverse()) attempt(() => app[island.dataset.component]?.(island));
    under();
    addEventListener('error', ({ error }) => isOurs(error) && giveBack());
    addEventListener('unhandledrejection', ({ reason }) => isOurs(reason) && giveBack());
    root.setAttribute('data-hydrated', '');
    dispatchEvent(new Event('hydrated'));
  } catch (error) {
    giveBack(error);
  }
};
