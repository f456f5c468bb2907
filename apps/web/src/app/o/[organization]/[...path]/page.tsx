import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Not found" };

/** All other paths in an organization: what never existed there keeps its frame. */
export default function NoSuchPage(): never {
  notFound();
}
