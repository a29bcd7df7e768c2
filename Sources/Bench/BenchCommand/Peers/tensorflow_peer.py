"""TensorFlow with Keras' layers; a whole epoch is one graph, one thread."""

from peer import JOB, serve, training_images

import keras
import tensorflow as tf
from keras import layers as kl

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
keras.utils.set_random_seed(JOB["seed"])


def build():
    channels, height, width = JOB["input"]
    model = [keras.Input((height, width, channels))]
    is_flat = False

    def activate(name):
        if name == "leaky_relu":
            model.append(kl.LeakyReLU(negative_slope=JOB["leaky_slope"]))
        elif name != "identity":
            model.append(kl.Activation(name))

    for layer in JOB["layers"]:
        kind = layer["kind"]
        if kind == "convolution":
            model.append(kl.Conv2D(layer["units"], layer["size"], padding=layer["padding"]))
            activate(layer["activation"])
        elif kind == "batch_norm":
            model.append(kl.BatchNormalization(epsilon=layer["epsilon"], momentum=layer["momentum"]))
        elif kind in ("average", "max"):
            pool = kl.AveragePooling2D if kind == "average" else kl.MaxPooling2D
            model.append(pool(layer["size"]))
        elif kind == "dropout":
            model.append(kl.Dropout(layer["rate"]))
        elif kind == "dense":
            if not is_flat:
                model.append(kl.Flatten())
                is_flat = True
            model.append(kl.Dense(layer["units"]))
            activate(layer["activation"])
    return keras.Sequential(model)


images, labels = training_images()
X, Y = tf.constant(images[..., None]), tf.constant(labels)
count, batch = len(images), JOB["batch"]
model = build()
optimizer = keras.optimizers.Adam(JOB["learning_rate"], epsilon=1e-7)
optimizer.build(model.trainable_variables)
cross_entropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def step(chosen):
    with tf.GradientTape() as tape:
        loss = cross_entropy(tf.gather(Y, chosen), model(tf.gather(X, chosen), training=True))
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss


@tf.function
def epoch():
    order = tf.random.shuffle(tf.range(count))
    total = tf.constant(0.0)
    for index in tf.range(count // batch):
        chosen = tf.ensure_shape(order[index * batch : (index + 1) * batch], [batch])
        total += step(chosen) * batch
    if count % batch:
        total += step(order[count - count % batch :]) * (count % batch)
    return total / count


serve(tf.__version__, sum(v.shape.num_elements() for v in model.trainable_variables), epoch)
