/** Why a backup or a restore cannot be, in words for an operator. */
export class BackupError extends Error {
  override name = 'BackupError';
}
