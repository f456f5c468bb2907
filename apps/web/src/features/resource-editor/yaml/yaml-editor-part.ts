import { pagePart } from "~/lib/page-part.ts";

/** The editor of text, which is larger than the rest of its page: begun by each page that shows it at once. */
export const yamlEditor = pagePart(() => import("./yaml-editor.tsx").then((file) => file.YamlEditor));
