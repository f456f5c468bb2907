import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");

it.each(["CONTRIBUTING.md", "SECURITY.md"])("%s names files and scripts that are there", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const named = [...text.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+)`|\](?!\(https?:)\(([\w./-]+)/g)].map(
    ([, path, link]) => path ?? link ?? "",
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !path.startsWith("@") && !existsSync(join(ROOT, path)))).toEqual([]);

  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
  const called = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = ""]) => script);
  expect(called.filter((script) => !(script in scripts))).toEqual([]);

  const inside = [...text.matchAll(/pnpm --filter @pragma\/([\w-]+) run ([\w:]+)/g)];
  const missing = inside.filter(([, name = "", script = ""]) => {
    const manifest = readFileSync(join(ROOT, name === "api" ? "apps" : "packages", name, "package.json"), "utf8");
    return !(script in (JSON.parse(manifest) as { scripts: object }).scripts);
  });
  expect(missing.map(([command]) => command)).toEqual([]);
});
