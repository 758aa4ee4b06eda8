// Requests to the studio's own server. The token is needed by every request that changes something.
const token = document.querySelector("meta[name=token]").content;

// Called with false when the server cannot be reached, and with true when it answers again.
export const reach = { listeners: [], isUp: true };
function report(isUp) {
  if (isUp === reach.isUp) return;
  reach.isUp = isUp;
  for (const listener of reach.listeners) listener(isUp);
}

export class Refusal extends Error {
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

export async function ask(path, { method = "GET", body, signal } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method, signal, headers: { "X-Diorama-Token": token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name !== "AbortError") report(false);
    throw error;
  }
  report(true);
  if (!response.ok) {
    let words = `the server answers ${response.status}`;
    try { words = (await response.json()).error; } catch { /* Those words stay. */ }
    throw new Refusal(words, response.status);
  }
  return response;
}

export const json = async (path, options) => (await ask(path, options)).json();
