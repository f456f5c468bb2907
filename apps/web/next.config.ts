import { join } from "node:path";
import type { NextConfig } from "next";
import { PHASE_DEVELOPMENT_SERVER } from "next/constants.js";

/** Files of pages; `page.dev.tsx` is one in development only, and in no build. */
const PAGES = ["tsx", "ts"];

const config: NextConfig = {
  // For an image: the parts of node_modules that pages and Next's server use, as a folder.
  ...(process.env["PRAGMA_WEB_STANDALONE"] === "1" && { output: "standalone" }),
  reactStrictMode: true,
  poweredByHeader: false,
  // Read for the notices of what pages bundle, and not shipped: tooling/build.
  productionBrowserSourceMaps: true,
  // Workspace packages are TypeScript sources.
  transpilePackages: ["@pragma/contract", "@pragma/language", "@pragma/manifest"],
  // Types and lint are checked for the whole workspace at once.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, "..", "..") },
  outputFileTracingRoot: join(import.meta.dirname, "..", ".."),
};

export default function configOf(phase: string): NextConfig {
  const isDevelopment = phase === PHASE_DEVELOPMENT_SERVER;
  return { ...config, pageExtensions: isDevelopment ? ["dev.tsx", ...PAGES] : PAGES };
}
