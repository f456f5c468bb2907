import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate for 127.0.0.1, and the authority that it can be checked by. */
export interface ServerCertificate {
  key: Buffer;
  cert: Buffer;
  /** Path of the authority's certificate. */
  caFile: string;
}

/** Makes one that signs itself. @param folder where it is kept */
export function makeCertificate(folder: string, name: string): ServerCertificate {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const names = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...names, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key), cert: readFileSync(cert), caFile: cert };
}
