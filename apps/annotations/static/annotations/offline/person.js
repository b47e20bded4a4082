/** Who is signed in on this page; "" for nobody. What a browser stores belongs to one person. */
export const person = () => document.querySelector("meta[name=person]")?.getAttribute("content") ?? "";
