/** Scalar redirects /docs to /docs/; the contract answers both alike, so the address is completed before routing. */
export function completeDocsUrl(url: string): string {
  return url === "/docs" || url.startsWith("/docs?") ? `/docs/${url.slice(5)}` : url;
}
