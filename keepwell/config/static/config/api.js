// Trying the API from its own page: as oneself, or with a token that is pasted and kept nowhere.

const as = document.getElementById("api-as");
const token = document.getElementById("api-token");

function filled(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  let body;
  for (const field of form.querySelectorAll("[data-where]")) {
    const value = field.value.trim();
    const where = field.dataset.where;
    if (where === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (!value) continue;
    else if (where === "query") query.append(field.name, value);
    else if (where === "header") headers[field.name] = value;
    else body = value;
  }
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const asked = query.toString();
  return { url: asked ? `${path}?${asked}` : path, headers, body };
}

function shown(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.slice(0, 20000);
  }
}

async function ask(form) {
  const { url, headers, body } = filled(form);
  const secret = token.value.trim();
  if (secret) headers.Authorization = `Bearer ${secret}`;
  else headers["X-CSRFToken"] = as.querySelector("[name=csrfmiddlewaretoken]").value;
  const status = form.querySelector(".api-status");
  const answer = form.querySelector(".api-answer");
  try {
    const said = await fetch(url, {
      method: form.dataset.method,
      headers,
      body,
      credentials: secret ? "omit" : "same-origin",
    });
    const tag = said.headers.get("ETag");
    status.textContent = `${said.status} ${said.statusText}${tag ? ` · ETag ${tag}` : ""}`;
    answer.textContent = shown(await said.text());
  } catch (fault) {
    status.textContent = String(fault);
    answer.textContent = "";
  }
  answer.hidden = !answer.textContent;
}

as.hidden = false;
as.addEventListener("submit", (event) => event.preventDefault());
for (const form of document.querySelectorAll(".api-try")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
