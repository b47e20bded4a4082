// Functions that Django's JavaScriptCatalog puts into every page.
declare function gettext(text: string): string;
declare function ngettext(singular: string, plural: string, count: number): string;
declare function interpolate(format: string, values: object, named: true): string;

// The part of a service worker's world that ours uses; TypeScript knows it only in a library that excludes the page's.
interface ServiceWorkerEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
  waitUntil(promise: Promise<unknown>): void;
}
interface ServiceWorkerGlobalScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate" | "fetch", listen: (event: ServiceWorkerEvent) => void): void;
}
