import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n");

/** The anchors that a page is given for its headings. */
function anchorsOf(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```$/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    return heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
  });
}

test.each(pages)("the links of %s lead somewhere", (page) => {
  const markdown = readFileSync(join(ROOT, page), "utf8");
  const links = [...markdown.replace(/^```[\s\S]*?^```$/gm, "").matchAll(/\]\(([^)\s]+)\)|src(?:set)?="([^"]+)"/g)];
  for (const [, link, source] of links) {
    const target = link ?? source ?? "";
    if (/^(https?|mailto):/.test(target)) continue;
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
    expect(existsSync(file), `${page}: ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(file, "utf8")), `${page}: ${target}`).toContain(anchor);
  }
});

test("the index of decisions has each of them once, as a rule or as a report", () => {
  const folder = join(ROOT, "docs/adr");
  const index = readFileSync(join(folder, "README.md"), "utf8");
  const [rules = "", rest = ""] = index.split("## Extended");
  const [, reports = ""] = rest.split("## Reports");
  const listed = [rules, reports].flatMap((part) => [...part.matchAll(/\((\d{4}-[^)]+)\)/g)].map(([, file]) => file));
  expect(listed.sort()).toEqual(readdirSync(folder).filter((file) => /^\d/.test(file)));
});
