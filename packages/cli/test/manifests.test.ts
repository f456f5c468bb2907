import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cli, type Ended } from "./support/cli.ts";

/** Nobody listens there: errors in files are reported before any request. */
const NOWHERE = "http://127.0.0.1:1";
let cli: Cli;

beforeAll(async () => {
  cli = await Cli.create({ PRAGMA_API_URL: NOWHERE, PRAGMA_AUTH_TOKEN: "pragma_none" });
});

afterAll(async () => {
  await cli?.remove();
});

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(cli.folder, path)), { recursive: true });
  await writeFile(join(cli.folder, path), content);
}

async function apply(...files: string[]): Promise<Ended> {
  return cli.run(["resources", "apply", ...files.flatMap((file) => ["-f", file])]);
}

/** The messages for invalid files. */
async function faultsOf(...files: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await apply(...files);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr
    .replace(/^Error: /, "")
    .trimEnd()
    .split("\n");
}

const config = (data: string) => `provider: pragma\nresource: config\nname: read\nconfig:\n  data: ${data}\n`;

describe("a manifest that is not in UTF-8", () => {
  it.each([
    ["Latin-1", Buffer.from(config("{ a: ö, town: Köln }"), "latin1"), "5:14: this is not UTF-8; "],
    ["a character cut off", Buffer.from(config("{ a: ö } # ö")).subarray(0, -2), "5:20: this is not UTF-8; "],
    ["UTF-16 with its mark", Buffer.from(`\ufeff${config("{}")}`, "utf16le"), "1:1: this is UTF-16; "],
    ["UTF-16 without", Buffer.from(config("{}"), "utf16le"), "1:1: this is UTF-16; "],
    ["a zero byte", Buffer.from(config("{ a: \0 }")), "5:14: this contains a zero byte"],
  ])("is refused with the place: %s", async (_, bytes, fault) => {
    await write("bytes.yaml", bytes);
    expect(await faultsOf("bytes.yaml")).toEqual([expect.stringContaining(`bytes.yaml:${fault}`)]);
  });

  it("is refused from stdin, too", async () => {
    const stdin = Buffer.from(config("{ a: ö }"), "latin1");
    const { code, stderr } = await cli.run(["resources", "apply", "-f", "-"], { stdin });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("-:5:14: this is not UTF-8") });
  });

  it("may begin with a byte order mark, which shifts no column", async () => {
    await write("mark.yaml", `\ufeff${config("{}").replace("provider", "provder")}`);
    expect(await faultsOf("mark.yaml")).toContainEqual(
      expect.stringMatching(/^mark\.yaml:1:1: .*did you mean provider/),
    );
  });
});

describe("a manifest that names other resources", () => {
  it("is refused with the place of what names none", async () => {
    await write("named.yaml", `${config("{}")}owner_references: [a/b/c, team]\ndependencies:\n  - nobody\n`);
    expect(await faultsOf("named.yaml")).toEqual([
      "named.yaml:6:27: owner_references[1] must be provider/resource/name",
      "named.yaml:8:5: dependencies[0] must be provider/resource/name",
    ]);
  });
});

describe("a manifest that cannot be read", () => {
  it("is named, with the reason, alone and in a folder", async () => {
    await write("loop/fine.yaml", config("{}"));
    await symlink("round.yaml", join(cli.folder, "loop/round.yaml"));
    const fault = expect.stringMatching(
      /loop\/round\.yaml cannot be read: it is a link that leads to itself \(ELOOP\)$/,
    );
    expect(await faultsOf("loop/round.yaml")).toEqual([fault]);
    expect(await faultsOf("loop")).toEqual([fault]);
  });
});

describe("files of package managers among manifests", () => {
  const wrong = `${config("{}").replace("provider", "provder")}`;

  it("are skipped with a note, in folders and patterns", async () => {
    await write("beside/package.json", '{ "name": "shop" }');
    await write("beside/app/pnpm-lock.yaml", "lockfileVersion: 9");
    await write("beside/shop.yaml", wrong);
    const note = "Skipped beside/app/pnpm-lock.yaml and beside/package.json: they are not manifests.";
    for (const name of ["beside", "beside/**/*.[jy]*"]) {
      const { code, stderr } = await apply(name);
      expect(code).toBe(2);
      expect(stderr).toContain(note);
      expect(stderr).toContain("beside/shop.yaml:1:1: provder is not a known field");
      expect(stderr).not.toMatch(/package\.json:\d/);
    }
    await write("only/package.json", "{}");
    expect((await apply("only")).stderr).toBe("Error: only holds no .yaml, .yml or .json file of resources\n");
  });

  it("are read where they are named", async () => {
    await write("named/package.json", '{ "name": "shop" }');
    expect(await faultsOf("named/package.json")).toContainEqual(expect.stringMatching(/^named\/package\.json:1:/));
  });
});
