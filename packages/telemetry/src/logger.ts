import { type DestinationStream, type Logger, type LoggerOptions, pino, stdSerializers, stdTimeFunctions } from "pino";
import { type Level, levelFrom } from "./level.ts";
import { prettyLine } from "./pretty.ts";
import { redactKeys, redactQuotedValues, redactText } from "./redact.ts";

export type { Logger } from "pino";

export interface CreateLoggerOptions {
  /** The process that writes: `api`, `worker`, … On every line. */
  readonly service: string;
  /** Defaults to the environment's `LOG_LEVEL`, else `info`. */
  readonly level?: Level;
  /** Defaults to standard output. */
  readonly destination?: DestinationStream;
  /** Lines for people instead of JSON. Defaults to whether standard output is a terminal. */
  readonly pretty?: boolean;
}

/**
 * The logger of a process: JSON lines on standard output, or readable ones in a terminal.
 *
 * Secrets are removed twice: values by their key before they are written, and anything that still looks like a
 * credential from the finished line. Pass errors as `err`: `log.error({ err }, "…")`.
 */
export function createLogger(options: CreateLoggerOptions): Logger {
  const destination = options.destination ?? process.stdout;
  const pretty = options.pretty ?? (options.destination === undefined && process.stdout.isTTY === true);
  const settings: LoggerOptions = {
    level: options.level ?? levelFrom(process.env["LOG_LEVEL"]),
    base: { service: options.service },
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: serializeError, error: serializeError },
    formatters: {
      level: (label) => ({ level: label }),
      bindings: (bindings) => redactKeys(bindings) as Record<string, unknown>,
      log: (object) => redactKeys(object) as Record<string, unknown>,
    },
    hooks: { streamWrite: redactText },
  };
  if (pretty) return pino(settings, { write: (line: string) => void destination.write(prettyLine(line)) });
  return pino(settings, options.destination ?? pino.destination({ dest: 1, sync: true }));
}

function serializeError(error: Error): unknown {
  return redactQuotedValues(stdSerializers.errWithCause(error));
}

/**
 * A logger whose lines carry the id that links a request with its events, dead letters and audit rows, under the same
 * name: `correlation_id`.
 */
export function correlated(logger: Logger, correlationId: string): Logger {
  return logger.child({ correlation_id: correlationId });
}
