#!/usr/bin/env node
import { VERSION } from "./version.ts";

/** The command's entry. It loads nothing that the answer does not need. */
const [first] = process.argv.slice(2);
if (first === "--version" || first === "-V" || first === "version") {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { main } = await import("./main.ts");
  await main();
}
