import type { Logger } from "../logger.ts";
import { withSecretFiles } from "../secret-files.ts";
import type { Tracing } from "./tracer.ts";

export interface StartTracingOptions {
  /** The program, such as `pragma-api`: `service.name`, unless `OTEL_SERVICE_NAME` says otherwise. */
  readonly service: string;
  readonly logger: Logger;
}

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
/** Goes before the other one, for traces. */
const TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

/**
 * Starts tracing if `OTEL_EXPORTER_OTLP_ENDPOINT` is set, by OpenTelemetry's variables; the headers may be in a file
 * (`OTEL_EXPORTER_OTLP_HEADERS_FILE`). Without it nothing of OpenTelemetry is loaded.
 * @returns null if it is off
 * @throws Error for the operator to read, if that file cannot be read or an endpoint is not a URL
 */
export async function startTracing({ service, logger }: StartTracingOptions): Promise<Tracing | null> {
  const environment = withSecretFiles([HEADERS], process.env);
  const { [ENDPOINT]: endpoint, [HEADERS]: headers, OTEL_SDK_DISABLED: disabled } = environment;
  if (endpoint === undefined || disabled?.toLowerCase() === "true") return null;
  for (const name of [ENDPOINT, TRACES_ENDPOINT]) requireUrl(name, environment[name]);
  // A bundle of its own, beside the program's.
  const { createTracing } = (await import(
    new URL("./otlp/main.ts", import.meta.url).href
  )) as typeof import("./otlp/main.ts");
  return createTracing({ service, logger, headers });
}

/** OpenTelemetry takes this machine's own collector in place of a URL that it cannot read, and sends it the headers. */
function requireUrl(name: string, url: string | undefined): void {
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return;
  // Without it, as it may have a password.
  throw new Error(`${name}: must be an http or https URL, such as http://collector:4318`);
}
