import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { PROVIDER_PATTERN } from "@pragma/language";

/** The name that the template's files use; it is replaced in all of them. */
const PLACEHOLDER = "my-provider";
const TEMPLATE = fileURLToPath(new URL("../../template", import.meta.url));

/** The source of `@pragma/sdk` for a new package: a tarball to copy into it, or a version on npm. */
export type SdkSource = { tarball: string } | { version: string };

/** Options of the provider to create. */
export interface CreateProviderOptions {
  /** Created if it does not exist; must be empty if it does. */
  folder: string;
  /** The provider's name; by default the folder's. */
  name?: string | undefined;
  sdk: SdkSource;
  /** The template's location, for programs that bundle this; by default the SDK's. */
  template?: string | undefined;
}

/** The package cannot be created; the message says what to change. */
export class CreateProviderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CreateProviderError";
  }
}

/**
 * Creates the package of a new provider: one complete type with its tests, which pass as created.
 *
 * @returns the provider's name and the files written, relative to the folder.
 * @throws CreateProviderError if the name is invalid or the folder is not empty. Nothing is written then.
 */
export function createProvider(options: CreateProviderOptions): { name: string; files: string[] } {
  const { template = TEMPLATE } = options;
  const folder = resolve(options.folder);
  const name = options.name ?? basename(folder).toLowerCase();
  if (!PROVIDER_PATTERN.test(name) || name === "pragma") {
    throw new CreateProviderError(
      `"${name}" cannot be a provider's name: it must be 1 to 63 characters out of a-z, 0-9 and "-", not begin with "-", and not be "pragma"`,
    );
  }
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new CreateProviderError(`${folder} is not empty: choose another folder`);

  const files = templateFiles(template).map((source) => {
    const path = source === "gitignore" ? ".gitignore" : source;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const text = readFileSync(join(template, source), "utf8");
    writeFileSync(
      join(folder, path),
      text.replaceAll(PLACEHOLDER, name).replace('"SDK"', () => sdkSpecifier(options)),
    );
    return path;
  });
  if ("tarball" in options.sdk) {
    const path = vendoredPath(options.sdk.tarball);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(options.sdk.tarball, join(folder, path));
    files.push(path);
  }
  return { name, files: files.sort() };
}

function templateFiles(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // A template that was run in place contains more than its own files.
  return entries
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => !path.startsWith("node_modules") && path !== "package-lock.json");
}

function sdkSpecifier({ sdk }: CreateProviderOptions): string {
  return JSON.stringify("tarball" in sdk ? `file:${vendoredPath(sdk.tarball)}` : `^${sdk.version}`);
}

function vendoredPath(tarball: string): string {
  return `vendor/${basename(tarball)}`;
}
