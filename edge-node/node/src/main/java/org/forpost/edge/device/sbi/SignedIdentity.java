package org.forpost.edge.device.sbi;

import java.security.interfaces.RSAPublicKey;
import org.forpost.edge.device.Refusal;

/// A device's `digitalId`, signed by its key.
record SignedIdentity(String serial, String make, String model, String type) {

    /// @param holder the signed object with the field `digitalId`
    /// @param signer whoever signed the holder: the same key must have signed the identity, or any
    ///   device of the same authority could wear a recorded identity
    static SignedIdentity in(DeviceJson holder, RSAPublicKey signer, DeviceTrust trust)
            throws Unacceptable {
        String path = holder.at("digitalId");
        SignedToken token = SignedToken.verify(holder.longText("digitalId"), path, trust);
        if (!token.signer().equals(signer)) {
            throw new Unacceptable(
                    Refusal.OTHER_DEVICE,
                    path,
                    "signed by the key that signed what holds it",
                    "another key");
        }
        DeviceJson id = token.payload();
        return new SignedIdentity(
                id.word("serialNo"), id.word("make"), id.word("model"), id.word("type"));
    }

    /// Takes only the device of this serial number and modality.
    SignedIdentity must(String serialWanted, Modality modality, String path) throws Unacceptable {
        if (!serial.equals(serialWanted)) {
            throw new Unacceptable(
                    Refusal.OTHER_DEVICE,
                    path + ".serialNo",
                    DeviceJson.quoted(serialWanted),
                    DeviceJson.quoted(serial));
        }
        if (!type.equals(modality.bioType())) {
            throw new Unacceptable(
                    Refusal.OTHER_DEVICE,
                    path + ".type",
                    DeviceJson.quoted(modality.bioType()),
                    DeviceJson.quoted(type));
        }
        return this;
    }
}
