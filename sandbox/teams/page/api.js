// Talks to the rehearsal: one call per deed, and one live stream per person.

export const CLIENT = {
  locale: navigator.language,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
};

export async function people() {
  const response = await fetch("/page/api/people");
  return response.json();
}

/** Does one thing as a person in a conversation. Answers with what the person then sees. */
export async function deed(name, persona, conversation, more = {}) {
  const body = JSON.stringify({ persona, conversation, ...CLIENT, ...more });
  try {
    const response = await fetch(`/page/api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    if (response.ok) return await response.json();
  } catch {
    // The rehearsal itself is gone; said below in the words that Teams uses.
  }
  return { kind: "error", text: "Something went wrong. Please try again.", delivered: false };
}

/** Calls `hear(kind, data)` for the history and for every change; connects again when cut off. */
export function listen(persona, hear, tellState) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const url = `${scheme}://${location.host}/page/api/events?persona=${encodeURIComponent(persona)}`;
  let wait = 250;
  let stopped = false;
  let socket;

  function connect() {
    socket = new WebSocket(url);
    socket.onopen = () => { wait = 250; tellState(true); };
    socket.onmessage = (event) => {
      const { kind, data } = JSON.parse(event.data);
      hear(kind, data);
    };
    socket.onclose = () => {
      if (stopped) return;
      tellState(false);
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 4000);
    };
  }

  connect();
  return () => { stopped = true; socket.close(); };
}
