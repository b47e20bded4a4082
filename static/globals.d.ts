// Functions that Django's JavaScriptCatalog puts into every page.
declare function gettext(text: string): string;
declare function ngettext(singular: string, plural: string, count: number): string;
declare function interpolate(format: string, values: object, named: true): string;
