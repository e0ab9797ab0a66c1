/** Starts the reader of the API description on [data-openapi-url]; its script is loaded before. */

interface Reader {
  (options: { url: string; domNode: HTMLElement; deepLinking: boolean }): unknown;
}

const place = document.querySelector<HTMLElement>("[data-openapi-url]");
const reader = (window as Window & { SwaggerUIBundle?: Reader }).SwaggerUIBundle;
if (place && reader) reader({ url: place.dataset.openapiUrl ?? "", domNode: place, deepLinking: true });
