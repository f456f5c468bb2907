import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";

/** Name of the file with the licenses of what a bundle contains, beside it. */
const NOTICES_FILE = "THIRD-PARTY-NOTICES.txt";

/** Licenses that allow what is done here: to pass the code on, bundled, with their text. */
const ACCEPTED = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "MIT-0",
  "BlueOak-1.0.0",
  // License of fonts.
  "OFL-1.1",
]);

/** Copyright holders of packages that come without a license text, as their repositories say it. */
const HOLDERS: Readonly<Record<string, string>> = {
  "@radix-ui/react-compose-refs": "Copyright (c) 2022 WorkOS",
  "@redis/client": "Copyright (c) 2022-2023, Redis, inc.",
  "abstract-logging": "Copyright (c) James Sumners",
  "react-remove-scroll-bar": "Copyright (c) Anton Korzunov",
  saxes: "Copyright (c) Contributors\nCopyright (c) Isaac Z. Schlueter and Contributors",
};

/** Contents that are passed on. */
export interface Contents {
  readonly metafiles: readonly Metafile[];
  /** Folders of packages that something else than esbuild put there. */
  readonly packages?: readonly string[];
}

const PACKAGE_FOLDER = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//;

const RULE = "-".repeat(80);

/**
 * The text that the licenses of bundled packages ask for: each with its name, version and license.
 *
 * @param contents what esbuild says went into each bundle, and the folders of packages beside these
 * @param workingDir the folder that paths in them are relative to
 * @throws Error naming a package without a license text, or with a license that nobody has looked at
 */
export async function noticesOf({ metafiles, packages: others = [] }: Contents, workingDir: string): Promise<string> {
  const folders = new Set([...metafiles.flatMap((metafile) => bundledFolders(metafile)), ...others]);
  const packages = await Promise.all([...folders].map((folder) => readLicense(resolve(workingDir, folder))));
  const notices = packages.map((bundled) => {
    // For a part for one platform (`@node-rs/argon2-linux-x64-gnu`) the whole has the text.
    const text = bundled.text ?? packages.find((whole) => bundled.name.startsWith(`${whole.name}-`))?.text;
    if (text === undefined)
      throw new Error(`${bundled.name} ${bundled.version} has no license text: see HOLDERS in notices.ts`);
    return `${bundled.name} ${bundled.version} (${bundled.license})\n\n${text}\n`;
  });
  // One package can lie in several folders, one for each set of peers.
  const distinct = [...new Set(notices)].sort();
  return ["Parts of this software come from others, under the licenses below.\n", ...distinct].join(`\n${RULE}\n\n`);
}

/** Writes the text beside a bundle. */
export async function writeNotices(
  contents: Contents,
  options: { readonly workingDir: string; readonly outdir: string },
): Promise<void> {
  await writeFile(join(options.outdir, NOTICES_FILE), await noticesOf(contents, options.workingDir));
}

/** Folders of packages that something of is in a bundle's output; what was read and dropped is not. */
function bundledFolders({ outputs }: Metafile): string[] {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  return used.flatMap(([path]) => PACKAGE_FOLDER.exec(path)?.[1] ?? []);
}

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Undefined where nothing is known of it. */
  readonly text: string | undefined;
}

async function readLicense(folder: string): Promise<BundledPackage> {
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Partial<BundledPackage>;
  const { name = folder, version = "" } = manifest;
  const shipped = await shippedText(folder);
  // Parts that others bundled say it by their text alone.
  const license = manifest.license ?? (shipped?.startsWith("MIT License") ? "MIT" : "");
  if (!ACCEPTED.has(license)) {
    throw new Error(
      `${name} ${version} has the license "${license}": see whether it may be bundled, then accept it in notices.ts`,
    );
  }
  return { name, version, license, text: shipped ?? (await knownText(name, license)) };
}

/** The license files of a package, or that section of its README. */
async function shippedText(folder: string): Promise<string | undefined> {
  const files = (await readdir(folder)).sort();
  const licenses = files.filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file));
  const texts = await Promise.all(licenses.map((file) => readFile(join(folder, file), "utf8")));
  if (texts.length > 0) return texts.map((text) => text.trim()).join("\n\n");
  const readme = files.find((file) => /^readme(\.|$)/i.test(file));
  if (readme === undefined) return undefined;
  const [, section] = (await readFile(join(folder, readme), "utf8")).split(/^#+ *licen[cs]e *$/im);
  return section?.includes("Copyright") ? section.trim() : undefined;
}

async function knownText(name: string, license: string): Promise<string | undefined> {
  const holder = HOLDERS[name];
  if (holder === undefined) return undefined;
  const text = await readFile(join(import.meta.dirname, "licenses", `${license}.txt`), "utf8");
  return `${holder}\n\n${text.trim()}`;
}
