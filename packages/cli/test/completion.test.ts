import { mkdir, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { programsOnPath } from "@pragma/testing/programs";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BINARY, Cli } from "./support/cli.ts";
import {
  describedByFish,
  offeredByBash,
  offeredByFish,
  offeredByZsh,
  type Place,
  pressInZsh,
  TAB,
} from "./support/shells.ts";

const SHELLS = [
  { shell: "bash", offered: offeredByBash },
  { shell: "zsh", offered: offeredByZsh },
  { shell: "fish", offered: offeredByFish },
];

let stack: Stack;
let cli: Cli;
let place: Place;
/** Accepts connections and never answers. */
let silent: Server;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  const bin = join(cli.folder, "bin");
  place = { folder: cli.folder, env: { ...cli.env, PATH: `${bin}:${cli.env["PATH"]}` } };
  await mkdir(bin);
  await symlink(BINARY, join(bin, "pragma"));
  const shop = "provider: pragma\nresource: config\nname: shop\nconfig: { data: {} }\n";
  await writeFile(join(cli.folder, "shop.yaml"), shop);
  await writeFile(join(cli.folder, "my shop.yaml"), "");
  await cli.run(["resources", "apply", "-f", "shop.yaml"]);
  await cli.run(["config", "set-context", "staging", "--api-url", stack.apiUrl]);
  silent = createServer().listen(0, "127.0.0.1");
});

afterAll(async () => {
  silent?.close();
  await stack?.stop();
  await cli?.remove();
});

/** If the API is at another address. */
function at(url: string): Place {
  return { ...place, env: { ...place.env, PRAGMA_API_URL: url } };
}

for (const { shell, offered } of SHELLS) {
  const missing = programsOnPath(shell).length === 0;
  describe.skipIf(missing)(`completion in ${shell}${missing ? ", which is missing" : ""}`, () => {
    it.each([
      ["pragma reso", ["resources"]],
      ["pragma resources de", ["delete", "describe"]],
      ["pragma resources list --st", ["--state"]],
      ["pragma resources list --state r", ["ready"]],
      ["pragma config use-context ", ["staging"]],
      ["pragma resources get ", ["pragma/config/shop"]],
      ["pragma resources get pragma/co", ["pragma/config/shop"]],
      ["pragma resources get resource:", []],
      ["pragma resources apply -f sh", ["shop.yaml"]],
      ["pragma --con", ["--context"]],
      ["pragma --context staging resources get ", ["pragma/config/shop"]],
      ["pragma nothing ", []],
    ])("offers for %j", async (line, names) => {
      expect((await offered(line, place)).toSorted()).toEqual(names);
    });

    it("offers nothing, not even files, and says nothing, if the API cannot be reached", async () => {
      expect(await offered("pragma resources get ", at("http://127.0.0.1:1"))).toEqual([]);
      const { port } = silent.address() as AddressInfo;
      expect(await offered("pragma resources get ", at(`http://127.0.0.1:${port}`))).toEqual([]);
    });
  });
}

it.skipIf(programsOnPath("fish").length === 0)("fish shows what they mean", async () => {
  expect(await describedByFish("pragma resources del", place)).toEqual([
    "delete\tDelete resources, and wait until they are gone",
  ]);
  expect(await describedByFish("pragma resources delete --or", place)).toEqual([
    "--orphan\tForget it without its provider; the real thing stays",
  ]);
});

describe.skipIf(programsOnPath("zsh").length === 0)("Tab in zsh", () => {
  it.each([
    ["pragma reso", "pragma resources "],
    ["pragma resources get pragma/co", "pragma resources get pragma/config/shop "],
    ["pragma resources get 'pragma/co", "pragma resources get 'pragma/config/shop' "],
    ["pragma resources apply -f my", "pragma resources apply -f my\\ shop.yaml "],
  ])("makes of %j", async (line, whole) => {
    expect((await pressInZsh(line, TAB, place)).line).toBe(whole);
  });

  it("lists several below the line, with what they mean", async () => {
    const { line, shown } = await pressInZsh("pragma resources de", TAB, place);
    expect(line).toBe("pragma resources de");
    expect(shown).toMatch(
      /delete +-- Delete resources, and wait until they are gone[\s\S]*describe +-- Show everything/,
    );
  });

  it("works as a file on the fpath too, from the first key", async () => {
    const { stdout } = await cli.run(["completion", "zsh"]);
    await mkdir(join(cli.folder, "functions"));
    await writeFile(join(cli.folder, "functions/_pragma"), stdout);
    const load = "fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -i -d dump";
    expect((await pressInZsh("pragma reso", TAB, place, load)).line).toBe("pragma resources ");
  });

  it("leaves the line and the screen alone if the API cannot be reached", async () => {
    const { line, shown } = await pressInZsh("pragma resources get ", TAB, at("http://127.0.0.1:1"));
    expect(line).toBe("pragma resources get ");
    expect(shown).not.toMatch(/error|127\.0\.0\.1/i);
  });
});
