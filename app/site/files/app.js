"use strict";
// Pages say in data attributes what they show and send; this reads them. No page has code of its own.

const query = new URLSearchParams(location.search);
const tokens = {
  get: (name) => sessionStorage.getItem(name),
  keep: (got) => ["access_token", "refresh_token"].forEach((name) => sessionStorage.setItem(name, got[name])),
  forget: () => sessionStorage.clear(),
};

async function ask(method, path, body, again = true) {
  const headers = {};
  if (tokens.get("access_token")) headers.Authorization = `Bearer ${tokens.get("access_token")}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST") headers["Idempotency-Key"] = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (answer.status === 401 && again && tokens.get("refresh_token")) {
    const renewed = await fetch("/api/auth/refresh", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: tokens.get("refresh_token") }),
    });
    if (renewed.ok) { tokens.keep(await renewed.json()); return ask(method, path, body, false); }
    tokens.forget();
  }
  const text = await answer.text();
  const said = text ? JSON.parse(text) : {};
  if (!answer.ok) throw said;
  return said;
}

// {name} in a path or link is a value of the item, or of the page's address.
const filled = (text, item = {}) =>
  text.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(item[name] ?? query.get(name) ?? ""));

const shown = (kind, value) => {
  if (value === null || value === undefined) return "";
  if (kind === "cents") return `$${(value / 100).toFixed(2)}`;
  if (kind === "time") return new Date(value).toLocaleString();
  return String(value);
};

function fill(root, item) {
  root.querySelectorAll("[data-field]").forEach((place) => {
    place.textContent = shown(place.dataset.kind, item[place.dataset.field]);
  });
  root.querySelectorAll("[data-href]").forEach((link) => { link.href = filled(link.dataset.href, item); });
  root.querySelectorAll("[data-only]").forEach((place) => {
    const [field, ...values] = place.dataset.only.split(" ");
    place.hidden = !values.includes(String(item[field]));
  });
  root.querySelectorAll("button[data-path]").forEach((button) => {
    // Not one more listener each time that it is filled.
    button.onclick = () => send(button, filled(button.dataset.path, item), bodyOf(button, item));
  });
}

const bodyOf = (button, item) => (button.dataset.body ? JSON.parse(filledPlain(button.dataset.body, item)) : undefined);

function tell(near, text, good) {
  const place = near.closest("section, main").querySelector("[data-said]") ?? document.querySelector("[data-said]");
  place.textContent = text;
  place.className = good ? "good" : "bad";
}

async function send(control, path, body) {
  try {
    const got = await ask(control.dataset.method ?? "POST", path, body);
    if (got.access_token) tokens.keep(got);
    tell(control, filledPlain(control.dataset.done ?? "Done.", got), true);
    if (control.dataset.then) location.href = filled(control.dataset.then, got);
    else await showAll();
  } catch (problem) {
    const fields = (problem.errors ?? []).map((error) => `${error.field}: ${error.message}`).join("; ");
    tell(control, [problem.detail ?? "The server does not answer.", fields].filter(Boolean).join(" "), false);
  }
}

const typed = {
  number: (input) => Number(input.value),
  cents: (input) => Math.round(Number(input.value) * 100),
  "datetime-local": (input) => new Date(input.value).toISOString(),
};

function bodyOfForm(form) {
  const body = {};
  for (const input of form.elements) {
    if (!input.name || input.value === "") continue;
    const convert = typed[input.dataset.kind ?? input.type];
    body[input.name] = convert ? convert(input) : input.value;
  }
  for (const name of (form.dataset.from ?? "").split(" ").filter(Boolean)) body[name] = Number(query.get(name));
  return body;
}

async function show(list) {
  const path = filled(list.dataset.list ?? list.dataset.object);
  try {
    const got = await ask("GET", path);
    if (list.dataset.object) return fill(list, got);
    const template = list.querySelector("template");
    list.querySelectorAll(".item").forEach((old) => old.remove());
    for (const item of got.items) {
      const made = template.content.cloneNode(true);
      fill(made, item);
      list.append(made);
    }
    list.querySelectorAll("[data-none]").forEach((none) => { none.hidden = got.items.length > 0; });
  } catch (problem) {
    tell(list, problem.detail ?? "The server does not answer.", false);
  }
  return undefined;
}

const showAll = () => Promise.all([...document.querySelectorAll("[data-list], [data-object]")].map(show));

async function choose(select) {
  const got = await ask("GET", select.dataset.choices).catch(() => ({ items: [] }));
  select.replaceChildren(...got.items.map((item) => new Option(filledPlain(select.dataset.label, item), item.id)));
}

const filledPlain = (text, item) => text.replace(/{(\w+)}/g, (_, name) => item[name]);

document.querySelectorAll("form[data-path]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, filled(form.dataset.path), bodyOfForm(form));
  });
});
document.querySelectorAll("[data-sign-out]").forEach((button) => {
  button.addEventListener("click", async () => {
    await ask("POST", "/api/auth/logout", { refresh_token: tokens.get("refresh_token") }).catch(() => undefined);
    tokens.forget();
    location.href = "/";
  });
});
document.querySelectorAll("[data-when]").forEach((part) => {
  part.hidden = (part.dataset.when === "in") !== Boolean(tokens.get("access_token"));
});
document.querySelectorAll("select[data-choices]").forEach(choose);
showAll();
