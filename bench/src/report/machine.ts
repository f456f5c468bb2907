import { readFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";

/** Facts about the machine that figures depend on. */
export function machineFacts(postgres: string): Record<string, unknown> {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim(),
    cores: processors.length,
    memory_gib: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    postgres,
    ...versions(),
  };
}

/** Versions of what the product stands on, by its own lock. */
function versions(): Record<string, string> {
  const packages = join(import.meta.dirname, "..", "..", "node_modules");
  const version = (name: string): string =>
    (JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as { version: string }).version;
  return Object.fromEntries(["fastify", "pg", "graphile-worker"].map((name) => [name, version(name)]));
}
