import { type Extract, extract } from "tar-stream";
import { archiveTooLarge } from "./archive-issue.ts";

/** Of one header: a path and a link of the longest that are taken, and what programs for tar add of times and attributes. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Of all of them. */
const MAX_HEADERS_BYTES = 16 * 1024 * 1024;

/** What the library does with the content of a header that describes other entries. */
interface Inner {
  _decodeLongHeader(content: Uint8Array): void;
}

/**
 * A reader of tar that takes no more of attributes and names than entries have. The library takes up to 4 MiB a header, and
 * copies the attributes "of all that follow" for each entry: a few hundred kilobytes of them kept a thread busy for minutes.
 * It fails with DomainError payload_too_large.
 */
export function boundedTar(): Extract {
  const tar = extract();
  const inner = tar as unknown as Inner;
  const decode = inner._decodeLongHeader.bind(tar);
  let bytes = 0;
  inner._decodeLongHeader = (content) => {
    bytes += content.length;
    if (content.length > MAX_HEADER_BYTES) throw archiveTooLarge(`has a header of more than ${MAX_HEADER_BYTES} bytes`);
    if (bytes > MAX_HEADERS_BYTES) throw archiveTooLarge(`has more than ${MAX_HEADERS_BYTES} bytes of headers`);
    decode(content);
  };
  return tar;
}
