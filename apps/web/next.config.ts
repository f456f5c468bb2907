import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Read for the notices of what pages bundle, and not shipped: tooling/build.
  productionBrowserSourceMaps: true,
  // Workspace packages are TypeScript sources.
  transpilePackages: ["@pragma/contract", "@pragma/language"],
  // Types and lint are checked for the whole workspace at once.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, "..", "..") },
  outputFileTracingRoot: join(import.meta.dirname, "..", ".."),
};

export default config;
