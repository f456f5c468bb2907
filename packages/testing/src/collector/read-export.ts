import { type Fields, readFields } from "./wire.ts";

/** A span as a collector receives it. */
export interface ReceivedSpan {
  /** `service.name` of the program that sent it. */
  service: string;
  traceId: string;
  spanId: string;
  /** Null for the first of a trace. */
  parentId: string | null;
  name: string;
  kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  attributes: Record<string, string | number | boolean>;
  links: { traceId: string; spanId: string }[];
  failed: boolean;
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
}

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
const STATUS_ERROR = 2n;

/**
 * The spans of an ExportTraceServiceRequest (https://github.com/open-telemetry/opentelemetry-proto).
 * @throws Error if it is none
 */
export function readExport(body: Buffer): ReceivedSpan[] {
  return messages(readFields(body), 1).flatMap((ofResource) => {
    const [resource = new Map()] = messages(ofResource, 1);
    const service = String(attributesOf(resource, 1)["service.name"] ?? "");
    const spans = messages(ofResource, 2).flatMap((ofScope) => messages(ofScope, 2));
    return spans.map((span) => readSpan(service, span));
  });
}

function readSpan(service: string, span: Fields): ReceivedSpan {
  const [status = new Map()] = messages(span, 15);
  return {
    service,
    traceId: hex(span, 1),
    spanId: hex(span, 2),
    parentId: hex(span, 4) || null,
    name: text(span, 5),
    kind: KINDS[Number(number(span, 6))] ?? "unspecified",
    attributes: attributesOf(span, 9),
    links: messages(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
    failed: number(status, 3) === STATUS_ERROR,
    start: number(span, 7),
    end: number(span, 8),
  };
}

function attributesOf(fields: Fields, place: number): ReceivedSpan["attributes"] {
  return Object.fromEntries(
    messages(fields, place).map((pair) => [text(pair, 1), readValue(messages(pair, 2)[0] ?? new Map())]),
  );
}

function readValue(value: Fields): string | number | boolean {
  if (value.has(2)) return number(value, 2) === 1n;
  if (value.has(3)) return Number(BigInt.asIntN(64, number(value, 3)));
  return text(value, 1);
}

function messages(fields: Fields, place: number): Fields[] {
  return (fields.get(place) ?? []).map((value) => readFields(value as Buffer));
}

function bytes(fields: Fields, place: number): Buffer {
  return (fields.get(place)?.[0] ?? Buffer.alloc(0)) as Buffer;
}

function text(fields: Fields, place: number): string {
  return bytes(fields, place).toString("utf8");
}

function hex(fields: Fields, place: number): string {
  return bytes(fields, place).toString("hex");
}

function number(fields: Fields, place: number): bigint {
  return (fields.get(place)?.[0] ?? 0n) as bigint;
}
