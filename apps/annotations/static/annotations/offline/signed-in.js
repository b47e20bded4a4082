import "./left-behind.js";
import "./sign-out.js";
import { dropOthersTurns } from "./stored-turns.js";

/** On every page: what a browser stores of one person, the next one never sees. */
void dropOthersTurns();
