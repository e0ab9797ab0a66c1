/** Opens and closes native dialogs: [data-open-dialog="id"], [data-close-dialog], and the backdrop. */

function onClick(event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest<HTMLElement>("[data-open-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.openDialog ?? "");
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close-dialog]") || event.target instanceof HTMLDialogElement) {
    const open = event.target.closest("dialog");
    if (open && (event.target !== open || isOutside(event, open))) open.close();
  }
}

function isOutside(event: MouseEvent, dialog: HTMLDialogElement): boolean {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

export function startDialogs(): void {
  document.addEventListener("click", onClick);
}
