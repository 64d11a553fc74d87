// For the browser tests, which make a second build of the files of the first.
export interface Built {
  kind: string;
  hash: string;
  name: string;
  raw: number;
  brotli: number;
}

export function publish(build: {
  name: string;
  from: string;
  files: Record<string, string>;
  to: string;
  hashes: string[];
  isDebug: boolean;
}): Built[];
