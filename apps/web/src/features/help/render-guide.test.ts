import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scopesOfRole } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { type Checklist, stepsFor } from "~/features/overview/steps.ts";
import { GUIDE_PLACES } from "~/features/shell/guide-places.ts";
import { GUIDES } from "~/guides/guide.ts";
import { renderGuide } from "~/guides/render-guide.ts";

const DOCS = join(import.meta.dirname, "..", "..", "..", "..", "..", "docs");
const guides = new Map(
  Object.entries(GUIDES).map(([name, { file }]) => [name, renderGuide(file, readFileSync(join(DOCS, file), "utf8"))]),
);

/** All that a link could lead to: `concepts`, `concepts#states`. */
const targets = new Set(
  [...guides].flatMap(([name, { html }]) => [
    name,
    ...[...html.matchAll(/<h\d id="([^"]+)"/g)].map(([, id]) => `${name}#${id}`),
  ]),
);

describe("a guide", () => {
  const render = (markdown: string) => renderGuide("guides/a.md", markdown);

  it("has its title apart, and parts with addresses", () => {
    expect(render("# A `guide`\n\n## The same\n\n## The same\n\n### Below\n")).toEqual({
      title: "A `guide`",
      headings: [
        { id: "the-same", text: "The same" },
        { id: "the-same-1", text: "The same" },
      ],
      html: [
        '<h2 id="the-same"><a href="#the-same">The same</a></h2>',
        '<h2 id="the-same-1"><a href="#the-same-1">The same</a></h2>',
        '<h3 id="below"><a href="#below">Below</a></h3>',
        "",
      ].join("\n"),
    });
    expect(() => render("no title")).toThrow("guides/a.md has no title");
  });

  it.each([
    ["[x](concepts.md)", '<a href="concepts">x</a>'],
    ["[x](concepts.md#states)", '<a href="concepts#states">x</a>'],
    ["[x](../settings.md#traces)", '<a href="settings#traces">x</a>'],
    ["[x](#here)", '<a href="#here">x</a>'],
    ["[x](https://example.com/a?b&c)", '<a href="https://example.com/a?b&c">x</a>'],
    ["[`x`](../adr/0009-sandbox.md)", "<code>x</code>"],
    ["[x](javascript:alert(1))", "x"],
  ])("%s leads where the dashboard has it", (markdown, html) => {
    expect(render(`# A\n\n${markdown}\n`).html).toBe(`<p>${html}</p>\n`);
  });

  it("leaves out comments and diagrams, and lets the keyboard reach what scrolls", () => {
    const { html } = render(
      "# A\n\n<!-- ends with 1 -->\n```mermaid\nx\n```\n\n```sh\na < b\n```\n\n| a | |\n| - | - |\n| b | c |\n",
    );
    expect(html).not.toMatch(/ends|mermaid/);
    expect(html).toContain('<pre tabindex="0"><code class="language-sh">a &lt; b');
    expect(html).toContain('<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>');
    expect(html).toContain("<th>a</th>\n<td></td>\n");
  });
});

describe.each([...guides])("%s", (name, { title, html }) => {
  it("has the title that the list gives it, and a text", () => {
    expect(title).toBe(GUIDES[name]?.title);
    expect(html.length).toBeGreaterThan(1000);
  });

  it("links to what exists", () => {
    const links = [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href = ""]) => href);
    const lost = links
      .filter((href) => !/^https?:/.test(href))
      .map((href) => (href.startsWith("#") ? name + href : href))
      .filter((href) => !targets.has(href));
    expect(lost).toEqual([]);
  });
});

const steps = stepsFor({} as Checklist, { scopes: [...scopesOfRole("owner")] }, "");
const places = [...GUIDE_PLACES, ...steps.map(({ title, guide }) => [title, guide] as const)];

it.each(places)("what is told of %s exists", (_subject, place) => {
  expect(targets).toContain(place);
});
