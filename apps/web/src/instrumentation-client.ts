import { config } from "zod";

/**
 * Runs before anything else in the browser. Left to itself zod tries once whether it may compile code, which the content
 * security policy refuses, and each page would report that as a violation.
 */
config({ jitless: true });
