/** Files and dependencies that an image has of one package of the workspace. */
export interface Part {
  /** Files and folders of the package; its `package.json` always goes with them. */
  readonly files: readonly string[];
  /** Packages that it finds by their names at run time: all that a bundle left out. */
  readonly dependencies?: readonly string[];
}

/** Folders of packages, relative to the workspace, and what of each. */
export type Contents = Readonly<Record<string, Part>>;

const PROVIDERS: Contents = Object.fromEntries(
  ["fs", "http", "postgres", "redis", "s3"].map((name) => [`providers/${name}`, { files: ["dist"] }]),
);

/** By the name of the image. The dashboard's is what Next traced: see `copy-web.ts`. */
export const IMAGES = {
  api: { "apps/api": { files: ["dist"], dependencies: ["@scalar/fastify-api-reference"] } },
  worker: {
    "apps/worker": { files: ["dist"], dependencies: ["graphile-worker", "@pragma/runtime"] },
    // Files that builds of providers run and read: packages/runtime/src/build/build-tools.ts.
    "packages/runtime": {
      files: [],
      dependencies: ["@pragma/sdk", "@types/node", "esbuild", "npm", "pnpm", "typescript", "zod"],
    },
    "packages/sdk": { files: ["src"], dependencies: ["@pragma/language", "zod"] },
    "packages/language": { files: ["src"] },
    ...PROVIDERS,
  },
  migrate: {
    "packages/db": { files: ["dist", "prisma/migrations"], dependencies: ["graphile-worker"] },
    "packages/core": { files: ["dist"] },
  },
} satisfies Record<string, Contents>;

/** Packages of the registry of which an image needs these files alone: the program of pnpm is in a package for the system. */
export const PARTS_OF_PACKAGES: Readonly<Record<string, readonly string[]>> = { pnpm: ["package.json", "LICENSE"] };
