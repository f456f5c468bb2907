import { type Extract, extract } from "tar-stream";
import { archiveTooLarge } from "./archive-issue.ts";

/** Limit for one header: the longest accepted path and link, plus the times and attributes that tar programs add. */
const MAX_HEADER_BYTES = 16 * 1024;
/** Limit for all headers together. */
const MAX_HEADERS_BYTES = 16 * 1024 * 1024;

/** The library's private methods for the content of a header that describes other entries. */
interface Inner {
  _decodeLongHeader(content: Uint8Array): void;
}

/**
 * A tar reader that accepts no more attributes and names than real entries have. The library accepts up to 4 MiB per
 * header, and copies global attributes for each entry that follows: a few hundred kilobytes of them kept a thread busy
 * for minutes. It fails with DomainError payload_too_large.
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
