import type { CallBody } from "./call.ts";
import { randomKey } from "./random-key.ts";

/**
 * Content of an upload. Bytes, text, a `Blob`, a `File` and anything else with `stream()` can be read again for a
 * retry; a stream can be read only once, so its upload is not retried.
 */
export type UploadSource =
  | string
  | Uint8Array<ArrayBuffer>
  | ArrayBuffer
  | Blob
  | UploadFile
  | ReadableStream<Uint8Array<ArrayBuffer>>
  | AsyncIterable<Uint8Array>;

/** A source that can be read repeatedly, such as a file on disk: `fileSource` of `@pragma/sdk/node`. */
export interface UploadFile {
  readonly name?: string;
  readonly type?: string;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array>;
}

/** The one part of a multipart body. */
export interface UploadPart {
  field: string;
  filename: string;
  contentType: string;
}

/** The body of an upload. Streams pass through; only browsers, which cannot send one, buffer them first. */
export function uploadBody(source: UploadSource, part: UploadPart): CallBody {
  if (source instanceof Blob || source instanceof ArrayBuffer || ArrayBuffer.isView(source) || isText(source)) {
    return { replayable: true, make: () => form(new Blob([source], { type: part.contentType }), part) };
  }
  const replayable = "stream" in source;
  const open = () => (replayable ? source.stream() : source);
  // A page may only stream a body over HTTP/2, and not every browser can.
  if ("document" in globalThis) {
    return { replayable, make: async () => form(await gather(open(), part.contentType), part) };
  }
  const boundary = `pragma-${randomKey()}`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const failure: { error?: unknown } = {};
  const make = () => streamOf(parts(open(), part, boundary), failure);
  return { contentType, replayable, failure, make };
}

function isText(source: UploadSource): source is string {
  return typeof source === "string";
}

function form(blob: Blob, { field, filename }: UploadPart): FormData {
  const data = new FormData();
  data.set(field, blob, filename);
  return data;
}

async function gather(source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>, type: string): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of iterate(source)) pieces.push(new Uint8Array(piece));
  return new Blob(pieces, { type });
}

async function* parts(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
  { field, filename, contentType }: UploadPart,
  boundary: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  const disposition = `form-data; name="${field}"; filename="${escapeName(filename)}"`;
  yield encoder.encode(`--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${contentType}\r\n\r\n`);
  yield* iterate(source);
  yield encoder.encode(`\r\n--${boundary}--\r\n`);
}

/** As browsers write it: a name must not end its header. */
function escapeName(name: string): string {
  return name.replace(/[\r\n"]/g, (char) => encodeURIComponent(char));
}

/** Safari's streams cannot be iterated over. */
async function* iterate(
  source: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!("getReader" in source)) return yield* source;
  const reader = source.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Pulled one chunk at a time, so a slow connection holds only one. */
function streamOf(
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  failure: { error?: unknown },
): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next().catch((error: unknown) => {
          failure.error = error;
          throw error;
        });
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}
