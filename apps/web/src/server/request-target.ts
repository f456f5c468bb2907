/**
 * The target of a request as path and query. A client that treats this server as a proxy sends an absolute URL (RFC
 * 9112, 3.2.2), which means the same here.
 *
 * @returns null for invalid targets: `*`, and percent-encoding that is not UTF-8, on which Next would fail
 */
export function requestTarget(url: string | undefined): string | null {
  const target = url?.startsWith("/") === false ? pathOfAddress(url) : (url ?? "/");
  return target !== null && isDecodable(target.split("?", 1)[0] ?? "") ? target : null;
}

function pathOfAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const { pathname, search } = new URL(text);
  return pathname + search;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
