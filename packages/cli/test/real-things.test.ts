import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cli, type Ended } from "./support/cli.ts";

/** Books that are there before any resource: of each shelf some. */
const PROGRAM = `
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
const BOOKS = {
  shop: "costs \${pragma/secret/price.outputs.text}",
  third: "plain",
  fourth: "plain",
  mention: "@everyone",
  twice: "@@everyone",
  template: "\${HOME} \${pragma/secret/\${inner}",
};
const bookOf = (title) => BOOKS[title] === undefined ? null : { outputs: {}, config: { title, text: BOOKS[title] } };
export default defineProvider({
  resources: {
    book: defineResource({
      description: "A book on a shelf",
      config: z.object({ shelf: z.string().meta({ immutable: true }), title: z.string().meta({ immutable: true }), text: z.string() }),
      outputs: z.object({}),
      read: ({ config: { title } }) => bookOf(title),
      create() { throw new Error("A book is never made"); },
      update() { throw new Error("A book is never changed"); },
      delete() { throw new Error("A book is never deleted"); },
      identity: ({ title }) => title,
      import: (ctx, title) => ctx.config.shelf === "upper" ? bookOf(title) : null,
      list: ({ config }) => ({
        items: config.shelf === "upper" ? Object.keys(BOOKS).map((title) => ({ identity: title, config: bookOf(title).config })) : [],
      }),
    }),
    stool: defineResource({
      config: z.object({ wood: z.string().meta({ immutable: true }) }),
      outputs: z.object({ wood: z.string() }),
      create: ({ config }) => config,
      update: ({ config }) => config,
      delete() {},
    }),
    wheel: defineResource({
      config: z.object({ spoke: z.string() }),
      outputs: z.object({}),
      read: () => ({ outputs: {} }),
      create: () => ({}),
      update: () => ({}),
      delete() {},
      identity: ({ spoke }) => spoke,
      import: () => null,
      list: (ctx, { cursor }) => ({ items: [{ identity: cursor ?? "first" }], cursor: cursor === "second" ? "third" : "second" }),
    }),
  },
});
`;

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  const folder = join(cli.folder, "library");
  await mkdir(folder);
  const about = {
    name: "library",
    version: "1.0.0",
    type: "module",
    main: "index.ts",
    pragma: { provider: "library" },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(about));
  await writeFile(join(folder, "index.ts"), PROGRAM);
  const pushed = await cli.run(["providers", "push", "library", "--deploy"]);
  expect(pushed).toMatchObject({ code: 0, stdout: expect.stringMatching(/Status: +available/) });
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

const importBook = (title: string, ...more: string[]): Promise<Ended> =>
  cli.run(["import", "library/book", title, "--where", "shelf=upper", "--yes", ...more]);

it("prints documents of all there is, which are planned as taken over without a difference", async () => {
  const discovered = await cli.run(["discover", "library/book", "--where", "shelf=upper"]);
  expect(discovered).toMatchObject({ code: 0, stderr: expect.stringContaining("6 found") });
  await writeFile(join(cli.folder, "books.yaml"), discovered.stdout);

  const planned = await cli.run(["plan", "-f", "books.yaml", "-o", "json"]);
  expect(planned).toMatchObject({ code: 0, stderr: "" });
  const { actions } = JSON.parse(planned.stdout);
  expect(
    actions.map(({ action, changes, warnings }: Record<string, unknown>) => ({ action, changes, warnings })),
  ).toEqual(Array(6).fill({ action: "adopt", changes: [], warnings: [] }));
});

it("takes a thing over as it is, which the plan says, and leaves it when the resource is deleted", async () => {
  const done = await importBook("shop", "-m", "by hand until now");
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("1 adopted") });
  expect(done.stderr).toContain("← library/book/shop  is taken over as it is: nothing is sent");
  const read = JSON.parse((await cli.run(["resources", "get", "library/book/shop", "-o", "json"])).stdout);
  expect(read).toMatchObject({
    identity: "shop",
    lifecycle_state: "ready",
    handling: { on_delete: "keep" },
    config: { shelf: "upper", title: "shop", text: "costs $${pragma/secret/price.outputs.text}" },
  });

  expect(await importBook("shop", "--as", "again")).toMatchObject({
    code: 5,
    stderr: expect.stringContaining('library/book "shop" is managed by library/book/shop already'),
  });
  expect(await cli.run(["resources", "delete", "library/book/shop"])).toMatchObject({ code: 0 });
});

it("makes nothing of what is not there, and never touches a resource of that name", async () => {
  expect(await importBook("nothing")).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('There is no library/book "nothing"'),
  });
  expect(await importBook("third", "--as", "named")).toMatchObject({ code: 0 });
  const refused = await importBook("fourth", "--as", "named");
  expect(refused).toMatchObject({ code: 5, stdout: "", stderr: expect.stringContaining("Nothing was applied.") });
  expect(refused.stderr).toContain("library_book_named");
});

it("ends a list that goes in circles, and says so", async () => {
  const { code, stdout, stderr } = await cli.run(["discover", "library/wheel", "-o", "json"]);
  expect({ code, found: JSON.parse(stdout).map(({ identity }: { identity: string }) => identity) }).toEqual({
    code: 0,
    found: ["first", "second", "third"],
  });
  expect(stderr).toContain(
    "The provider gave a cursor again that it gave before, so the list ends here: there may be more",
  );
});

it("refuses what is no type, and no name", async () => {
  expect(await importBook("fourth", "--as", "no name")).toMatchObject({ code: 2 });
  expect(await cli.run(["import", "library", "fourth"])).toMatchObject({ code: 2 });
});

it("replaces what cannot be changed, once that is allowed", async () => {
  const stool = (wood: string) =>
    JSON.stringify({ provider: "library", resource: "stool", name: "low", config: { wood } });
  const data = { wood: "${library/stool/low.outputs.wood}" };
  const user = JSON.stringify({ provider: "pragma", resource: "config", name: "sitting", config: { data } });
  const apply = (documents: string, ...more: string[]): Promise<Ended> =>
    cli.run(["apply", "-f", "-", "--yes", ...more], { stdin: documents });
  expect((await apply(`[${stool("oak")},${user}]`)).code).toBe(0);

  const refused = await apply(stool("pine"));
  expect(refused.code).not.toBe(0);
  expect(refused.stdout + refused.stderr).toContain("allow_replace would replace it");

  const planned = await cli.run(["plan", "-f", "-", "--allow-replace"], { stdin: stool("pine") });
  expect(planned.stdout).toContain("± library/stool/low  is replaced");
  expect(planned.stdout).toContain("what it holds is lost");
  expect(planned.stdout).toContain("→ pragma/config/sitting  follows library/stool/low");

  const done = await apply(stool("pine"), "--allow-replace");
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("1 replaced") });
  const again = await cli.run(["replace", "library/stool/low", "--yes"]);
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining("1 replaced") });
  const listed = await cli.run(["changes", "list", "--resource", "library/stool/low", "-o", "json"]);
  const [, replaced] = JSON.parse(listed.stdout) as { id: string }[];
  const undone = await cli.run(["changes", "revert", replaced?.id ?? "", "--allow-replace", "--yes"]);
  expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining("1 replaced") });
});
