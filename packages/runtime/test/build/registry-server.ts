import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { archiveOf, type Source } from "./helpers.ts";

/** A package of one version, 1.0.0 unless its manifest says another. */
export interface ServedPackage {
  name: string;
  manifest?: Record<string, unknown>;
  files: Source;
}

/** A registry of a few packages, that remembers what it was asked. */
export interface RegistryServer {
  url: string;
  /** Paths, in order. */
  requests: string[];
  /** Subresource integrity of a package's archive. */
  integrity(name: string): string;
}

/** Starts one; it ends with the test. */
export async function startRegistry(packages: ServedPackage[]): Promise<RegistryServer> {
  const served = new Map<string, { manifest: Record<string, unknown>; archive: Buffer }>();
  for (const { name, manifest = {}, files } of packages) {
    const json = { name, version: "1.0.0", main: "index.js", ...manifest };
    served.set(name, { manifest: json, archive: await archiveOf({ ...files, "package.json": JSON.stringify(json) }) });
  }
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    requests.push(path);
    const [name = "", file] = path.slice(1).split("/-/");
    const found = served.get(name);
    if (!found) return void response.writeHead(404).end("{}");
    if (file) return void response.end(found.archive);
    const version = String(found.manifest["version"]);
    const dist = { tarball: `${url}${name}/-/${name}-${version}.tgz`, ...hashes(found.archive) };
    const hasInstallScript = found.manifest["scripts"] !== undefined;
    const versions = { [version]: { ...found.manifest, hasInstallScript, dist } };
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        name,
        "dist-tags": { latest: version },
        versions,
        time: { [version]: "2020-01-01T00:00:00.000Z" },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const integrity = (name: string) => hashes(served.get(name)?.archive ?? Buffer.alloc(0)).integrity;
  return { url, requests, integrity };
}

function hashes(archive: Buffer) {
  const hash = (algorithm: string, encoding: "hex" | "base64") =>
    createHash(algorithm).update(archive).digest(encoding);
  return { integrity: `sha512-${hash("sha512", "base64")}`, shasum: hash("sha1", "hex") };
}
