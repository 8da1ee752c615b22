package org.forpost.matching.face.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One loaded model.
final class Network implements AutoCloseable {
    /// Face embedders have up to 170 MB (a ResNet-100 in single precision is 249 MB and too much
    /// for a lane of 256 MB; take one in half precision).
    private static final long MOST_BYTES = 200L << 20;

    /// 100,000 candidates of four corners; a vector has a few hundred numbers.
    private static final long MOST_NUMBERS = 400_000;

    private static final int LONGEST_COMMAND_LINE = 2_000;

    /// A lane answers within half a second; a picture that takes longer is not assessed.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Manifest.Input input;
    private final Set<String> outputs;

    private Network(OrtSession session, Manifest.Input input, Set<String> outputs) {
        this.session = session;
        this.input = input;
        this.outputs = outputs;
    }

    /// @param outputs the names that must be there
    static Network load(Manifest.Model model, Manifest.Input input, Set<String> outputs)
            throws ModelRefusedException {
        ByteBuffer bytes = verified(model);
        checkCommandLine();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Two cores belong to the whole lane.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtSession session = OrtEnvironment.getEnvironment().createSession(bytes, options);
            Network network = new Network(session, input, outputs);
            try {
                network.checkShapes(model);
            } catch (ModelRefusedException e) {
                network.close();
                throw e;
            }
            return network;
        } catch (OrtException e) {
            throw new ModelRefusedException(
                    model.file() + " is no model that can be run: " + e.getMessage(), e);
        }
    }

    /// ONNX Runtime 1.29.0 looks through the command line of its process when the first session is
    /// made, and overflows its stack, which ends the process, where that is long: measured, 2,150
    /// bytes pass and 4,150 do not. A lane must not end for that.
    private static void checkCommandLine() throws ModelRefusedException {
        try {
            int length = Files.readAllBytes(Path.of("/proc/self/cmdline")).length;
            if (length > LONGEST_COMMAND_LINE) {
                throw new ModelRefusedException(
                        "this program's command line has "
                                + length
                                + " bytes and ONNX Runtime crashes beyond "
                                + LONGEST_COMMAND_LINE
                                + ": pass the class path in the variable CLASSPATH or as lib/*",
                        null);
            }
        } catch (IOException e) {
            throw new ModelRefusedException("/proc/self/cmdline cannot be read: " + e, e);
        }
    }

    private static ByteBuffer verified(Manifest.Model model) throws ModelRefusedException {
        try (FileChannel file = FileChannel.open(model.file(), StandardOpenOption.READ)) {
            long size = file.size();
            if (size > MOST_BYTES) {
                throw new ModelRefusedException(
                        model.file() + " has " + size + " bytes, expected at most " + MOST_BYTES,
                        null);
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) size);
            while (bytes.hasRemaining()) {
                if (file.read(bytes) < 0) {
                    throw new EOFException("it became shorter");
                }
            }
            bytes.flip();
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes.duplicate());
            String hash = HexFormat.of().formatHex(sha256.digest());
            if (!hash.equals(model.sha256().toLowerCase(Locale.ROOT))) {
                throw new ModelRefusedException(
                        model.file()
                                + " has the SHA-256 "
                                + hash
                                + ", the manifest says "
                                + model.sha256()
                                + ": put the right file there, or the right hash into the manifest",
                        null);
            }
            return bytes;
        } catch (IOException e) {
            throw new ModelRefusedException(model.file() + " cannot be read: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void checkShapes(Manifest.Model model) throws ModelRefusedException, OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        NodeInfo only = inputs.get(input.name());
        if (only == null || inputs.size() != 1) {
            throw new ModelRefusedException(
                    model.file()
                            + " has the inputs "
                            + inputs.keySet()
                            + ", expected only "
                            + input.name(),
                    null);
        }
        long[] wanted = {1, 3, input.height(), input.width()};
        boolean fits =
                only.getInfo() instanceof TensorInfo tensor
                        && tensor.type == OnnxJavaType.FLOAT
                        && fits(tensor.getShape(), wanted);
        if (!fits) {
            throw new ModelRefusedException(
                    model.file()
                            + ": input "
                            + input.name()
                            + " is "
                            + only.getInfo()
                            + ", expected floats of the shape [1, 3, "
                            + input.height()
                            + ", "
                            + input.width()
                            + "]",
                    null);
        }
        if (!session.getOutputNames().containsAll(outputs)) {
            throw new ModelRefusedException(
                    model.file()
                            + " has the outputs "
                            + session.getOutputNames()
                            + ", expected "
                            + outputs,
                    null);
        }
    }

    /// A dimension that a model leaves open is -1.
    private static boolean fits(long[] shape, long[] wanted) {
        if (shape.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] >= 0 && shape[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /// An output of the model.
    ///
    /// @param shape as the model says, checked to fit the numbers
    @SuppressWarnings("ArrayRecordComponent")
    record Output(long[] shape, float[] numbers) {}

    /// @param picture `3 · height · width` colours as the manifest wants them
    /// @throws NoAnswer where there is none that could be used
    Map<String, Output> run(float[] picture) throws NoAnswer {
        long[] shape = {1, 3, input.height(), input.width()};
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(picture), shape);
                OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            Thread watch = Thread.ofVirtual().start(() -> terminateLater(options));
            try (OrtSession.Result result =
                    session.run(Map.of(input.name(), tensor), outputs, options)) {
                Map<String, Output> answers = new HashMap<>();
                for (Map.Entry<String, OnnxValue> each : result) {
                    answers.put(each.getKey(), output(each.getKey(), each.getValue()));
                }
                return answers;
            } finally {
                watch.interrupt();
                join(watch);
            }
        } catch (OrtException e) {
            throw new NoAnswer("the model could not be run: " + e.getMessage());
        }
    }

    private static void terminateLater(OrtSession.RunOptions options) {
        try {
            Thread.sleep(PATIENCE);
            options.setTerminate(true);
        } catch (InterruptedException | OrtException e) {
            // Answered in time, or over already.
        }
    }

    /// The options must outlive their watch.
    private static void join(Thread watch) {
        boolean interrupted = false;
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Output output(String name, OnnxValue value) throws NoAnswer {
        if (!(value instanceof OnnxTensor tensor)
                || tensor.getInfo().type != OnnxJavaType.FLOAT
                || tensor.getInfo().getNumElements() > MOST_NUMBERS) {
            throw new NoAnswer(
                    "output "
                            + name
                            + " is "
                            + value.getType()
                            + ", expected at most "
                            + MOST_NUMBERS
                            + " floats");
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        for (float number : numbers) {
            if (!Float.isFinite(number)) {
                throw new NoAnswer("output " + name + " is not finite");
            }
        }
        return new Output(tensor.getInfo().getShape(), numbers);
    }

    /// The model said nothing that could be used.
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;

        NoAnswer(String why) {
            super(why);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a model could not be unloaded", e);
        }
    }
}
