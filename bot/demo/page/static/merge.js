// Merges a newly rendered page into the one that is shown, node by node, so that focus, scroll
// positions and half-typed text stay. Elements with data-own keep the attributes named there.

const owned = (node) => (node.dataset && node.dataset.own ? node.dataset.own.split(" ") : []);

function sameNode(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
}

function mergeAttributes(from, to) {
  const kept = owned(from);
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !kept.includes(name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) === value || kept.includes(name)) continue;
    from.setAttribute(name, value);
    if (name === "value" && from instanceof HTMLInputElement) from.value = value;
  }
  if (from instanceof HTMLInputElement && /checkbox|radio/.test(from.type)) {
    if (from.defaultChecked !== from.checked && from.dataset.was !== String(from.defaultChecked)) {
      from.checked = from.defaultChecked;
    }
    from.dataset.was = from.defaultChecked;
  }
}

export function chosenByDefault(select) {
  const found = [...select.options].find((option) => option.defaultSelected);
  return found ? found.value : "";
}

export function merge(from, to) {
  if (owned(from).includes("all") || from.isEqualNode(to)) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  const before = from instanceof HTMLSelectElement ? chosenByDefault(from) : null;
  const text = from instanceof HTMLTextAreaElement ? from.defaultValue : null;
  mergeAttributes(from, to);
  mergeChildren(from, to);
  if (before !== null && chosenByDefault(from) !== before) from.value = chosenByDefault(from);
  if (text !== null && from.defaultValue !== text) from.value = from.defaultValue;
}

function mergeChildren(from, to) {
  const byId = new Map();
  for (const child of from.children) if (child.id) byId.set(child.id, child);
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const known = wanted.id ? byId.get(wanted.id) : null;
    if (known && sameNode(known, wanted)) {
      if (known !== here) from.insertBefore(known, here);
      else here = here.nextSibling;
      merge(known, wanted);
    } else if (here && !wanted.id && !here.id && sameNode(here, wanted)) {
      const next = here.nextSibling;
      merge(here, wanted);
      here = next;
    } else {
      from.insertBefore(document.importNode(wanted, true), here);
    }
  }
  while (here) {
    const next = here.nextSibling;
    if (!(here.id && to.querySelector(":scope > #" + CSS.escape(here.id)))) here.remove();
    here = next;
  }
}
