import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createWireIdentity } from './wire-identity.ts';

test('a certificate signs itself, matches its key and its fingerprint', async () => {
  const { certificatePem, keyPem, fingerprint } = await createWireIdentity();
  const certificate = new X509Certificate(certificatePem);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(Buffer.from(fingerprint)).toEqual(createHash('sha256').update(certificate.raw).digest());
});

test('nothing in it tells whose it is or when it was made', async () => {
  const [first, second] = await Promise.all([createWireIdentity(), createWireIdentity()]);
  for (const { certificatePem } of [first, second]) {
    const { subject, issuer, validFrom, validTo, subjectAltName } = new X509Certificate(certificatePem);
    expect({ subject, issuer, subjectAltName }).toEqual({
      subject: 'CN=WebRTC',
      issuer: 'CN=WebRTC',
      subjectAltName: undefined,
    });
    expect([new Date(validFrom).getUTCFullYear(), new Date(validTo).getUTCFullYear()]).toEqual([2020, 2120]);
  }
  expect(first.fingerprint).not.toEqual(second.fingerprint);
});
