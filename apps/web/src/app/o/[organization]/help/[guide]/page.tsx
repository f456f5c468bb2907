import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GuidePage } from "~/features/help/guide-page.tsx";
import { GUIDES } from "~/guides/guide.ts";
import { readGuide } from "~/server/guides.ts";

interface Props {
  params: Promise<{ guide: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { guide: name } = await params;
  return { title: GUIDES[name]?.title ?? "Not found" };
}

export default async function Page({ params }: Props) {
  const { guide: name } = await params;
  const guide = await readGuide(name);
  if (guide === null) notFound();
  return <GuidePage name={name} guide={guide} />;
}
