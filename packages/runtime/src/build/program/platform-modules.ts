import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";

const NAMESPACE = "pragma";
/** Marks the resolutions that the plugin asks for itself. */
const INNER = Symbol("inner");

/** Folders of the packages that the platform supplies. */
export interface PlatformFolders {
  zod: string;
  sdk: string;
  /** Used only by the SDK. */
  language: string;
}

/** Packages that everybody gets from the platform, and one that only the platform's modules may import. */
const SUPPLIED = /^(@pragma\/sdk|zod)($|\/)/;
const OWN = /^(@pragma\/(?:sdk|language)|zod)($|\/)/;

function folderOf(module: string, folders: PlatformFolders): string {
  if (module.startsWith("zod")) return folders.zod;
  return module.startsWith("@pragma/language") ? folders.language : folders.sdk;
}

/**
 * Always takes `@pragma/sdk` and `zod` from the platform, whoever imports them and whatever is installed. The modules
 * get special names in the bundle, so that the platform's paths are not in it.
 *
 * A dependency written for another major version of zod keeps its own copy.
 */
export function platformModules(folders: PlatformFolders, log: (line: string) => void): Plugin {
  return {
    name: "platform-modules",
    setup(build) {
      build.onResolve({ filter: SUPPLIED }, async (args) => {
        if (args.pluginData === INNER) return null;
        if (args.path.startsWith("zod") && args.namespace === "file") {
          const own = await otherZod(build, args, folders.zod);
          if (own) {
            log(`Kept: zod ${own.version}, which ${relative(sourceFolder(build), args.importer)} imports`);
            return own.resolved;
          }
        }
        return resolveIn(build, args, folderOf(args.path, folders), folders);
      });
      build.onResolve({ filter: /.*/, namespace: NAMESPACE }, (args) => {
        if (args.pluginData === INNER) return null;
        const folder = OWN.test(args.path) ? folderOf(args.path, folders) : (args.pluginData as string);
        return resolveIn(build, args, folder, folders);
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path, pluginData }) => ({
        contents: await readFile(realPath(path, folders)),
        loader: /\.[mc]?ts$/.test(path) ? "ts" : "js",
        resolveDir: dirname(realPath(path, folders)),
        pluginData,
      }));
    },
  };
}

function sourceFolder(build: PluginBuild): string {
  return build.initialOptions.absWorkingDir ?? process.cwd();
}

/** Resolves from a folder of the platform, and names what is found after the package. */
async function resolveIn(
  build: PluginBuild,
  args: OnResolveArgs,
  folder: string,
  folders: PlatformFolders,
): Promise<OnResolveResult> {
  const found = await build.resolve(args.path, {
    kind: args.kind,
    resolveDir: OWN.test(args.path) ? folder : args.resolveDir,
    namespace: "file",
    pluginData: INNER,
  });
  if (found.errors.length > 0 || found.external) return found;
  const named = nameOf(found.path, folders);
  return named === null
    ? found
    : { path: named, namespace: NAMESPACE, pluginData: folder, sideEffects: found.sideEffects };
}

function nameOf(path: string, folders: PlatformFolders): string | null {
  for (const [name, folder] of Object.entries(folders)) {
    const inside = relative(folder, path);
    if (!inside.startsWith("..")) return `${name}/${inside}`;
  }
  return null;
}

function realPath(name: string, folders: PlatformFolders): string {
  const [first, ...rest] = name.split("/");
  return join(folders[first as keyof PlatformFolders], ...rest);
}

async function otherZod(build: PluginBuild, args: OnResolveArgs, platform: string) {
  if (!args.importer.includes("/node_modules/")) return null;
  const resolved = await build.resolve(args.path, {
    kind: args.kind,
    importer: args.importer,
    resolveDir: args.resolveDir,
    pluginData: INNER,
  });
  const folder = /^.*\/node_modules\/zod\//.exec(resolved.path)?.[0];
  if (resolved.errors.length > 0 || !folder) return null;
  const version = await versionOf(folder);
  return major(version) === major(await versionOf(platform)) ? null : { version, resolved };
}

async function versionOf(folder: string): Promise<string> {
  const manifest: { version?: unknown } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  return String(manifest.version);
}

function major(version: string): string {
  return version.split(".", 1)[0] ?? "";
}
