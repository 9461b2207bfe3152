/** Our own page about a kind of channel, step by step. The ways of one kind (`files-sftp`, `files-folder`) share theirs. */
export const channelGuide = (kind: string): string => `docs/channels/${kind.split("-")[0] ?? kind}.md`
