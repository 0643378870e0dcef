// Keeps the page up to date and turns clicks into posts. Everything shown is rendered on the server.

import { chosenByDefault, merge } from "./merge.js";

const json = { Accept: "application/json" };
let events = null;
let eventsPath = "";
let running = null;
let again = false;
let opener = null;

function show(page, jump) {
  const atEnd = new Map();
  for (const box of document.querySelectorAll("[data-scroll=end]")) {
    atEnd.set(box.id, box.scrollHeight - box.scrollTop - box.clientHeight < 80);
  }
  const modal = document.querySelector("[data-modal]")?.dataset.modal;
  const focused = document.activeElement;
  const home = focused?.closest("article");
  document.title = page.title;
  merge(document.body, page.body);
  for (const box of document.querySelectorAll("[data-scroll=end]")) {
    if (jump || atEnd.get(box.id) !== false) box.scrollTop = box.scrollHeight;
  }
  const now = document.querySelector("[data-modal]");
  if (now && now.dataset.modal !== modal) focusModal(now);
  else if (modal && !now && opener?.isConnected) opener.focus({ preventScroll: true });
  else if (focused && !focused.isConnected) {
    (home?.isConnected ? home : document.getElementById("main")).focus({ preventScroll: true });
  }
  listen();
}

function focusModal(modal) {
  const fields = "input:not([type=hidden]), textarea, select, footer .primary, footer button";
  (modal.querySelector("[data-focus]") || modal.querySelector(fields) || modal).focus();
}

async function load(url, headers, jump) {
  const answer = await fetch(url, { headers });
  if (!answer.ok) return say("The page could not be loaded.");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  show(page, jump);
  return answer.url;
}

// One refresh at a time; those asked for meanwhile become one more.
function refresh() {
  again = true;
  running ??= (async () => {
    while (again) {
      again = false;
      try {
        await load(location.href, { "X-Live": "1" }, false);
      } catch {
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
    running = null;
  })();
  return running;
}

function listen() {
  const [path] = document.body.dataset.live.split("?");
  if (path === eventsPath || document.hidden) return;
  events?.close();
  eventsPath = path;
  events = new EventSource(document.body.dataset.live);
  let seen = document.body.dataset.live.split("since=")[1];
  events.onmessage = (event) => {
    if (event.data !== seen) refresh();
    seen = event.data;
  };
}

async function go(url, push = true) {
  const place = location.pathname;
  const arrived = new URL(await load(url, {}, false), location.href);
  if (push) history.pushState(null, "", arrived);
  const changed = arrived.pathname !== place;
  for (const box of document.querySelectorAll("[data-scroll=end]")) {
    if (changed || box.id !== "scroll") box.scrollTop = box.scrollHeight;
  }
  if (!changed) return;
  const pane = document.getElementById("scroll");
  if (pane && !pane.matches("[data-scroll=end]")) pane.scrollTop = 0;
  document.getElementById("main").focus({ preventScroll: true });
}

// ---- Telling the server

function say(words) {
  const box = document.getElementById("status");
  box.textContent = words;
  box.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => box.classList.remove("shown"), 8000);
}

async function post(what, form, busy) {
  busy?.setAttribute("aria-busy", "true");
  if (busy) busy.disabled = true;
  let answer = { ok: false, says: "The server did not answer." };
  try {
    const url = document.body.dataset.post + what;
    answer = await (await fetch(url, { method: "POST", body: form, headers: json })).json();
  } catch {
    // the words above say so
  }
  busy?.removeAttribute("aria-busy");
  if (busy) busy.disabled = false;
  if (answer.says) say(answer.says);
  await refresh();
  if (Object.keys(answer.errors || {}).length) {
    document.querySelector(".b-input.wrong :is(input:not([type=hidden]), textarea, select)")?.focus();
  }
  return answer;
}

function surfaceForm(element) {
  const surface = element.closest("[data-surface]");
  const form = new FormData(surface);
  for (const name of ["channel", "ts", "view"]) form.set(name, surface.dataset[name] || "");
  return form;
}

function confirmed(key) {
  const template = document.querySelector(`template[data-confirm-for="${CSS.escape(key)}"]`);
  if (!template) return Promise.resolve(true);
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-body").replaceChildren(template.content.cloneNode(true));
  dialog.showModal();
  return new Promise((done) => {
    dialog.onclick = (event) => {
      const button = event.target.closest("button");
      if (button) dialog.close(button.value);
    };
    dialog.onclose = () => {
      const yes = dialog.returnValue === "yes";
      dialog.returnValue = "";
      document.getElementById("confirm-body").replaceChildren();
      done(yes);
    };
  });
}

async function act(element, what, chosen) {
  const form = surfaceForm(element);
  const sure = await confirmed(element.dataset.confirm || element.id);
  if (!sure) {
    if (element instanceof HTMLSelectElement) element.value = chosenByDefault(element);
    return;
  }
  if (!element.closest("[data-modal]")) opener = element;
  form.set("do", what);
  if (chosen !== undefined) form.set("chosen", chosen);
  const url = element.dataset.url;
  if (url && new URL(url).origin !== location.origin) say(`A real client would open ${url}`);
  await post("act", form, element.matches("button") ? element : null);
  if (url && new URL(url).origin === location.origin) go(url);
}

// ---- Menus

function closeMenus(except) {
  for (const button of document.querySelectorAll("[data-menu][aria-expanded=true]")) {
    if (button === except) continue;
    button.setAttribute("aria-expanded", "false");
    document.getElementById(button.dataset.menu).hidden = true;
  }
}

function toggleMenu(button) {
  const menu = document.getElementById(button.dataset.menu);
  closeMenus(button);
  menu.hidden = !menu.hidden;
  button.setAttribute("aria-expanded", String(!menu.hidden));
  if (menu.hidden) return;
  const left = button.getBoundingClientRect().left;
  menu.classList.toggle("right", left > innerWidth / 2);
  menu.classList.toggle("up", button.getBoundingClientRect().bottom > innerHeight - 260);
  menu.querySelector("[role=menuitem]")?.focus();
}

function moveInMenu(event) {
  const menu = event.target.closest("[role=menu]");
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };
  if (!menu || !(event.key in steps)) return;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(event.target) + steps[event.key];
  const ends = { Home: 0, End: items.length - 1 };
  items[ends[event.key] ?? (at + items.length) % items.length].focus();
  event.preventDefault();
}

function closeModal(button) {
  const form = new FormData();
  form.set("view", button.dataset.close);
  form.set("all", button.dataset.all || "");
  return post("close", form);
}

// ---- External selects: type, get suggestions, choose

async function suggest(input) {
  const combo = input.closest("[data-combo]");
  const list = combo.querySelector("[role=listbox]");
  if (input.value.length < Number(combo.dataset.least)) return void (list.hidden = true);
  const query = new URLSearchParams({ do: combo.dataset.suggest, query: input.value });
  const form = surfaceForm(input);
  for (const name of ["channel", "ts", "view"]) query.set(name, form.get(name));
  const answer = await fetch(`${document.body.dataset.post}suggest?${query}`, { headers: json });
  const options = (await answer.json()).map(({ value, text }) => {
    const option = document.createElement("button");
    Object.assign(option, { type: "button", value, textContent: text });
    option.setAttribute("role", "option");
    return option;
  });
  list.replaceChildren(...options);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
}

function choose(option) {
  const combo = option.closest("[data-combo]");
  const [field, input] = combo.querySelectorAll("input");
  field.value = option.value;
  input.value = option.textContent;
  combo.querySelector("[role=listbox]").hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.focus();
  if (field.dataset.changes) act(field, field.dataset.changes, field.value);
}

// ---- Events

const sends = {
  shortcut: ({ callback }) => ({ callback }),
  "message-shortcut": ({ callback, channel, ts }) => ({ callback, channel, ts }),
};

document.addEventListener("click", (event) => {
  const target = event.target.closest("a, button, .veil");
  if (!target?.dataset.menu) closeMenus();
  if (!target) return;
  if (target.matches("a[href^='/desk/']") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    go(target.href);
  } else if (target.dataset.menu) toggleMenu(target);
  else if (target.dataset.do) act(target, target.dataset.do, target.dataset.chosen);
  else if (target.dataset.close) closeModal(target);
  else if (target.matches("[role=option]")) choose(target);
  else if (target.dataset.send in sends && target.matches("button")) {
    const form = new FormData();
    const values = Object.entries(sends[target.dataset.send](target.dataset));
    for (const [name, value] of values) form.set(name, value);
    opener = target;
    post(target.dataset.send, form, target);
  }
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!form.dataset.send) return;
  const sent = new FormData(form);
  const box = ["say", "write"].includes(form.dataset.send) ? form.elements.text : null;
  if (box) box.value = ""; // now, so that what is typed meanwhile stays
  const answer = await post(form.dataset.send, sent, event.submitter);
  if (box && !answer.ok && !box.value) box.value = sent.get("text");
});

document.addEventListener("change", (event) => {
  const target = event.target;
  if (!target.dataset.changes) return;
  if (target.type === "checkbox") act(target, target.dataset.changes);
  else act(target, target.dataset.changes, target.value);
});

document.addEventListener("input", (event) => {
  if (event.target.matches("[role=combobox]")) suggest(event.target);
});

document.addEventListener("keydown", (event) => {
  moveInMenu(event);
  const inMessage = event.target.closest(".surface:not(.modal-body)");
  if (event.key === "Enter" && event.target.dataset.changes && inMessage) event.target.blur();
  if (event.key !== "Escape" || document.getElementById("confirm").open) return;
  const open = document.querySelector("[data-menu][aria-expanded=true]");
  const modal = document.querySelector("[data-modal] footer [data-close]");
  if (open) {
    closeMenus();
    open.focus();
  } else if (modal) closeModal(modal);
});

// A browser allows few connections to one server, so tabs that nobody sees give theirs back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    events?.close();
    eventsPath = "";
  } else refresh();
});

window.addEventListener("popstate", () => go(location.href, false));

for (const box of document.querySelectorAll("[data-scroll=end]")) box.scrollTop = box.scrollHeight;
const first = document.querySelector("[data-modal]");
if (first) focusModal(first);
listen();
