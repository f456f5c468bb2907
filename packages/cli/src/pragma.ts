#!/usr/bin/env node
import { VERSION } from "./session/version.ts";

/** The entry point of the CLI. It loads only what the given command needs. */
const [first] = process.argv.slice(2);
if (first === "--version" || first === "-V" || first === "version") {
  process.stdout.write(`${VERSION}\n`);
} else {
  const { main } = await import("./main.ts");
  await main();
}
