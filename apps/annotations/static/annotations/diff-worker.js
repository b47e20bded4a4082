import { compare } from "./comparison.js";

// Started as a module worker: one request, one answer, in order.
self.onmessage = ({ data }) => self.postMessage(compare(data.original, data.text));
