"""Makes Tests/Fixtures/engine/augmentation.json: Keras' affine augmentation of single images.

    pip install Keras-Preprocessing==1.1.2 keras==3.15.1 scipy numpy torch
    python engine_augmentation.py    (Python 3.11.7, numpy 2.4.6, scipy 1.17.1; about 5 s)

The outputs come from keras_preprocessing 1.1.2's own ImageDataGenerator.apply_transform (scipy.ndimage, order 1, fill mode
nearest) in float64, with one correction: the centre of the image. 1.1.2 turns about h/2 + 0.5, half a pixel off
on both sides of the middle; Keras 2.9 and later turn about h/2 - 0.5, the true centre, and so does this fixture. Axes are
as in 1.1.2: tx and zx act on rows, ty and zy on columns. (Keras 2.9 and later also exchange the two axes inside
apply_affine_transform, so that there height_shift_range moves columns. On a square image Keras 2.9+ equals this
fixture applied to the transposed image and transposed back; this script checks that against Keras 3.15.1 to 1e-12.)

The rule in full, (r, c) = (row, column), all in float64:
    a = theta * pi/180, s = shear * pi/180
    A = R S Z,   R = [[cos a, -sin a], [sin a, cos a]],  S = [[1, -sin s], [0, cos s]],  Z = [[zx, 0], [0, zy]]
    shift b = R (tx, ty)          the 3x3 product is R T S Z, T = [[1, 0, tx], [0, 1, ty], [0, 0, 1]]
    centre o = (h/2 - 0.5, w/2 - 0.5)
    the source point of output pixel (r, c):   p = A ((r, c) - o) + b + o
    i.e. the matrix maps OUTPUT coordinates to INPUT coordinates: tx > 0 moves the picture up by tx rows, ty > 0 moves it
    left, zx, zy > 1 shrink it, theta > 0 turns it.
    p is then clamped: p_r to [0, h-1], p_c to [0, w-1]                   (fill mode nearest)
    r0 = floor(p_r), f = p_r - r0, r1 = min(r0 + 1, h - 1); c0, g, c1 alike
    output = (1-f) ((1-g) x[r0,c0] + g x[r0,c1]) + f ((1-g) x[r1,c0] + g x[r1,c1])
`by_hand` below is exactly this text; it agrees with SciPy to 1e-13 on every case. The interpolation is continuous in p, so
float32 coordinates are possible, but their rounding (about 2e-6 at 28 pixels) times a pixel-to-pixel step of 1 gives errors
of about 2e-6: compute A, b and o in float64, the rest may be float32. `by_hand(dtype=float32)` shows what that costs.

Schema: {"cases": [{"name", "height", "width", "theta", "tx", "ty", "shear", "zx", "zy", "input": [bytes], "output": [h*w],
"float32_error"}]}; theta and shear in degrees, tx in rows, ty in columns; output of the image byte / 255, written with
9 decimals (error 5e-10); float32_error: largest |difference| of by_hand with float32 coordinates and pixels.
"""
import os

os.environ.setdefault("KERAS_BACKEND", "torch")
import numpy as np
from scipy import ndimage
from scipy.ndimage import gaussian_filter

from engine_common import image_bytes, numbers, write


def keras_preprocessing_112(x, parameters, true_centre=True):
    import keras_preprocessing.image.affine_transformations as at
    from keras_preprocessing.image import ImageDataGenerator
    if not hasattr(np, "float"):
        np.float = float                    # removed from NumPy 1.24; 1.1.2 may name it
    if not hasattr(at.ndimage, "interpolation"):
        at.ndimage.interpolation = ndimage  # the old name of the module
    original = at.transform_matrix_offset_center
    if true_centre:                         # its centre is n/2 + 0.5: passing n - 2 makes it n/2 - 0.5
        at.transform_matrix_offset_center = lambda m, h, w: original(m, h - 2, w - 2)
    try:
        g = ImageDataGenerator(fill_mode="nearest", data_format="channels_last", dtype="float64")
        return g.apply_transform(x[:, :, None], parameters)[:, :, 0]
    finally:
        at.transform_matrix_offset_center = original


def keras_3(x, parameters):
    import keras.src.legacy.preprocessing.image as image
    if not hasattr(image.scipy.ndimage, "interpolation"):
        image.scipy.ndimage.interpolation = ndimage
    return image.apply_affine_transform(x[:, :, None], **parameters, row_axis=0, col_axis=1, channel_axis=2, fill_mode="nearest",
                                        order=1)[:, :, 0]


def by_hand(x, theta, tx, ty, shear, zx, zy, dtype=np.float64):
    h, w = x.shape
    a, s = np.deg2rad(theta), np.deg2rad(shear)
    R = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    A = R @ np.array([[1, -np.sin(s)], [0, np.cos(s)]]) @ np.diag([zx, zy])
    o = np.array([h / 2 - 0.5, w / 2 - 0.5])
    b = (R @ np.array([tx, ty]) + o - A @ o).astype(dtype)
    A, x = A.astype(dtype), x.astype(dtype)
    r, c = np.meshgrid(np.arange(h, dtype=dtype), np.arange(w, dtype=dtype), indexing="ij")
    pr = np.clip(A[0, 0] * r + A[0, 1] * c + b[0], 0, h - 1)
    pc = np.clip(A[1, 0] * r + A[1, 1] * c + b[1], 0, w - 1)
    r0, c0 = np.floor(pr).astype(int), np.floor(pc).astype(int)
    r1, c1, f, g = np.minimum(r0 + 1, h - 1), np.minimum(c0 + 1, w - 1), (pr - r0).astype(dtype), (pc - c0).astype(dtype)
    y = (1 - f) * ((1 - g) * x[r0, c0] + g * x[r0, c1]) + f * ((1 - g) * x[r1, c0] + g * x[r1, c1])
    assert y.dtype == dtype
    return y


def smooth(seed, h, w):
    a = gaussian_filter(image_bytes(seed, h * w).reshape(h, w).astype(float), 0.8, mode="nearest")
    return np.round((a - a.min()) / (a.max() - a.min()) * 255).astype(np.uint8)


def strokes():
    """a hand-made '5'-like figure: bright strokes on black, touching no border"""
    a = np.zeros((28, 28))
    a[5:8, 8:21] = 1
    a[5:14, 8:11] = 1
    a[12:15, 8:18] = 1
    a[14:21, 17:20] = 1
    a[20:23, 7:18] = 1
    return np.round(np.clip(gaussian_filter(a, 0.7) * 1.1, 0, 1) * 255).astype(np.uint8)


def border():
    """bright at the borders, so that nearest filling shows"""
    a = smooth(77, 28, 28) // 3
    a[0], a[-1], a[:, 0], a[:, -1] = 255, 200, 150, 100
    return a


IDENTITY = dict(theta=0.0, tx=0.0, ty=0.0, shear=0.0, zx=1.0, zy=1.0)
FIVE = strokes()
CASES = [
    ("identity", FIVE, {}),
    ("rotation_30", FIVE, dict(theta=30.0)),
    ("rotation_minus_40", FIVE, dict(theta=-40.0)),
    ("rotation_90", FIVE, dict(theta=90.0)),
    ("rows_shift_2.75", FIVE, dict(tx=2.75)),
    ("columns_shift_minus_4.3", FIVE, dict(ty=-4.3)),
    ("whole_pixel_shift", FIVE, dict(tx=-3.0, ty=5.0)),
    ("shear_0.2", FIVE, dict(shear=0.2)),
    ("shear_25", FIVE, dict(shear=25.0)),
    ("zoom_rows_0.6", FIVE, dict(zx=0.6)),
    ("zoom_columns_1.4", FIVE, dict(zy=1.4)),
    ("zoom_0.2", FIVE, dict(zx=0.2, zy=0.2)),
    ("zoom_1.8", FIVE, dict(zx=1.8, zy=1.8)),
    ("combined", FIVE, dict(theta=17.3, tx=2.1, ty=-3.4, shear=0.43, zx=0.83, zy=1.21)),
    ("combined_negative", FIVE, dict(theta=-33.0, tx=-6.9, ty=8.2, shear=-0.3, zx=1.65, zy=0.41)),
    ("border_combined", border(), dict(theta=40.0, tx=8.4, ty=9.8, shear=-12.0, zx=1.7, zy=1.8)),
    ("border_far_outside", border(), dict(tx=40.0, ty=-60.5)),
    ("noise_combined", image_bytes(78, 784).reshape(28, 28), dict(theta=-21.7, tx=1.37, ty=0.59, shear=0.45, zx=1.11, zy=0.93)),
    ("odd_9x7_combined", smooth(79, 9, 7), dict(theta=25.0, tx=-0.7, ty=1.3, shear=5.0, zx=0.8, zy=1.3)),
    ("odd_9x7_rotation", smooth(80, 9, 7), dict(theta=-40.0)),
    ("odd_7x9_zoom", smooth(81, 7, 9), dict(zx=1.8, zy=0.2)),
    ("one_row_1x6", smooth(82, 1, 6), dict(theta=10.0, ty=0.5, zy=0.7)),
]


def main():
    cases, far = [], {}
    for name, image, changes in CASES:
        p = {**IDENTITY, **changes}
        x = image / 255.0
        y = keras_preprocessing_112(x, p)
        assert np.abs(y - by_hand(x, **p)).max() < 1e-13, (name, np.abs(y - by_hand(x, **p)).max())
        if name == "identity":
            assert np.array_equal(x, y)
        if image.shape[0] == image.shape[1]:
            assert np.abs(keras_3(x.T, p).T - y).max() < 1e-12, name
        far[name] = float(np.abs(by_hand(x, **p, dtype=np.float32) - y).max())
        off = np.abs(keras_preprocessing_112(x, p, true_centre=False) - y).max()
        print(f"{name}: float32 coordinates off by {far[name]:.1e}; centre of 1.1.2 would change pixels by {off:.3f}")
        cases.append(dict(name=name, height=image.shape[0], width=image.shape[1], **p, input=numbers(image),
                          output=numbers(np.round(y, 9)), float32_error=float(f"{far[name]:.2g}")))
    print(f"worst float32: {max(far.values()):.1e}")
    write("augmentation.json", {"cases": cases})


if __name__ == "__main__":
    main()
