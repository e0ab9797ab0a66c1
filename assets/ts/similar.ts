/** Shows similar ideas while one types: textarea[data-similar-url] fills [data-similar-target]. */

const PAUSE_MS = 500;
const SHORTEST = 10;
const LONGEST = 500;

function start(field: HTMLTextAreaElement | HTMLInputElement, target: HTMLElement): void {
  let timer = 0;
  let asked = "";
  let running: AbortController | undefined;
  const look = async (): Promise<void> => {
    const text = field.value.trim().slice(0, LONGEST);
    if (text === asked) return;
    asked = text;
    running?.abort();
    if (text.length < SHORTEST) {
      target.replaceChildren();
      return;
    }
    running = new AbortController();
    const url = new URL(field.dataset.similarUrl ?? "", window.location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html", "X-Fragment": "1" }, signal: running.signal });
      if (!answer.ok) return;
      target.innerHTML = await answer.text();
      target.dispatchEvent(new CustomEvent("fragment:swapped", { bubbles: true }));
    } catch {
      // Without an answer the list stays as it was; sending the idea looks again.
    }
  };
  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), PAUSE_MS);
  });
  void look();
}

const field = document.querySelector<HTMLTextAreaElement>("[data-similar-url]");
const target = document.querySelector<HTMLElement>("[data-similar-target]");
if (field && target) start(field, target);
